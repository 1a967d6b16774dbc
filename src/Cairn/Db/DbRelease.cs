using System.CommandLine;
using Cairn.Commands;
using Cairn.Sql.Schema;

namespace Cairn.Db;

/// <summary><c>cairn db release</c>.</summary>
internal static class DbRelease
{
    public static Command Create()
    {
        var uri = DbCommand.UriArgument();
        var command = new Command(
            "release",
            "Drop everything that Cairn added to MLflow's schema (its names begin with cairn_), to give the database back."
        )
        {
            uri,
        };
        command.SetAction(
            (parsed, ct) =>
                DbCommand.OnAsync(
                    parsed.GetValue(uri)!,
                    mayCreate: false,
                    async database =>
                    {
                        var dropped = await new SchemaGate(database, TimeProvider.System).ReleaseAsync(ct);
                        await parsed.InvocationConfiguration.Output.WriteLineAsync(
                            $"Dropped {dropped} of Cairn's objects from {database.Name}; MLflow's are as they were."
                        );
                        return ExitCode.Ok;
                    },
                    ct
                )
        );
        return command;
    }
}
