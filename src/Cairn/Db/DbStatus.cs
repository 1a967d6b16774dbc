using System.CommandLine;
using Cairn.Commands;
using Cairn.Sql.Engine;
using Cairn.Sql.Schema;

namespace Cairn.Db;

/// <summary><c>cairn db status</c>.</summary>
internal static class DbStatus
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var uri = DbCommand.UriArgument();
        var sql = new Option<bool>("--sql") { Description = "Print the statements that an upgrade would run." };
        var atHead = new Option<bool>("--at-head")
        {
            Description =
                "Exit with 3, as for a database that does not answer, while its schema is still to be made or upgraded.",
        };
        var wait = new Option<bool>("--wait") { Description = "Wait instead of exiting with 3." };
        var command = new Command(
            "status",
            "Say which schema a database has and what an upgrade would do. Changes nothing."
        )
        {
            uri,
            sql,
            atHead,
            wait,
        };
        command.SetAction(
            async (parsed, ct) =>
            {
                while (true)
                {
                    try
                    {
                        var code = await DbCommand.OnAsync(
                            parsed.GetValue(uri)!,
                            mayCreate: false,
                            database =>
                                RunAsync(
                                    database,
                                    parsed.GetValue(sql),
                                    parsed.GetValue(atHead),
                                    parsed.InvocationConfiguration.Output,
                                    ct
                                ),
                            ct
                        );
                        if (code != ExitCode.Unreachable || !parsed.GetValue(wait))
                        {
                            return code;
                        }
                    }
                    catch (UnreachableException e) when (parsed.GetValue(wait))
                    {
                        await parsed.InvocationConfiguration.Error.WriteLineAsync($"cairn: {e.Message}");
                    }

                    await Task.Delay(_patience, ct);
                }
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(
        Database database,
        bool sql,
        bool atHead,
        TextWriter output,
        CancellationToken ct
    )
    {
        var gate = new SchemaGate(database, TimeProvider.System);
        var status = await gate.StatusAsync(ct);
        if (sql)
        {
            foreach (var statement in status.State == SchemaState.Unknown ? [] : await gate.PlanAsync(ct))
            {
                await output.WriteLineAsync(statement.TrimEnd().TrimEnd(';') + ";");
            }

            return ExitCode.Ok;
        }

        await output.WriteLineAsync($"database  {database.Name}");
        await output.WriteLineAsync($"revision  {status.Revision ?? "none"}");
        await output.WriteLineAsync(
            "schema    "
                + status.State switch
                {
                    SchemaState.Head => $"MLflow {Revisions.HeadRelease}'s: it can be used as it is",
                    SchemaState.Empty => $"empty: the first start makes MLflow {Revisions.HeadRelease}'s",
                    SchemaState.Older =>
                        $"MLflow's ({Revisions.ReleasesOf(status.Revision!)}), {Revisions.Behind(status.Revision!)} revisions behind {Revisions.HeadRelease}'s: 'cairn db upgrade' brings it forward",
                    _ => $"not known; Cairn works on MLflow {Revisions.HeadRelease}'s ({Revisions.Head})",
                }
        );
        await output.WriteLineAsync(
            $"Cairn's   {(status.MissingAdditions.Count == 0 ? "additions are there" : $"{status.MissingAdditions.Count} additions are missing; the next start makes them")}"
        );
        if (status.State == SchemaState.Head)
        {
            foreach (var repair in await new SchemaRepair(database).FindAsync(ct))
            {
                await output.WriteLineAsync($"repair    {repair}: run 'cairn db repair'");
            }
        }

        if (status.IsHalfCopied)
        {
            await output.WriteLineAsync("copy      one to it has not ended: run 'cairn db copy' again");
        }

        return status.State switch
        {
            SchemaState.Unknown => ExitCode.Failed,
            SchemaState.Head => ExitCode.Ok,
            _ => atHead ? ExitCode.Unreachable : ExitCode.Ok,
        };
    }
}
