using System.CommandLine;
using Cairn.Commands;
using Cairn.Sql.Schema;

namespace Cairn.Db;

/// <summary><c>cairn db repair</c>.</summary>
internal static class DbRepair
{
    public static Command Create()
    {
        var uri = DbCommand.UriArgument();
        var command = new Command(
            "repair",
            "Restore defaults, indexes and constraints of MLflow's schema that are missing, and advance a counter of experiment ids that lags."
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
                        var output = parsed.InvocationConfiguration.Output;
                        var repairs = await new SchemaRepair(database).RunAsync(ct);
                        foreach (var repair in repairs)
                        {
                            await output.WriteLineAsync(repair);
                        }

                        await output.WriteLineAsync(
                            repairs.Count == 0
                                ? $"{database.Name} needs no repair."
                                : $"Repaired {database.Name} ({repairs.Count} repairs)."
                        );
                        return ExitCode.Ok;
                    },
                    ct
                )
        );
        return command;
    }
}
