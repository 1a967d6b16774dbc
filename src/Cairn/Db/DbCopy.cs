using System.CommandLine;
using Cairn.Commands;
using Cairn.Sql.Copy;

namespace Cairn.Db;

/// <summary><c>cairn db copy</c>.</summary>
internal static class DbCopy
{
    public static Command Create()
    {
        var from = new Argument<string>("FROM") { Description = "The source. Stop what writes to it." };
        var to = new Argument<string>("TO")
        {
            Description = "The target: an empty database, or the one of a copy that was interrupted.",
        };
        var command = new Command(
            "copy",
            "Copy all rows from one database to another, SQLite or PostgreSQL. Run it again after an interruption to go on."
        )
        {
            from,
            to,
        };
        command.SetAction(
            (parsed, ct) =>
                DbCommand.OnAsync(
                    parsed.GetValue(from)!,
                    mayCreate: false,
                    source =>
                        DbCommand.OnAsync(
                            parsed.GetValue(to)!,
                            mayCreate: true,
                            async target =>
                            {
                                var output = parsed.InvocationConfiguration.Output;
                                var rows = await new DatabaseCopy(
                                    source,
                                    target,
                                    (table, count) => output.WriteLine($"{table, -28}{count, 12:N0} rows")
                                ).RunAsync(ct);
                                await output.WriteLineAsync(
                                    $"Copied {source.Name} to {target.Name}: {rows:N0} rows, the same counts in both."
                                );
                                return ExitCode.Ok;
                            },
                            ct
                        ),
                    ct
                )
        );
        return command;
    }
}
