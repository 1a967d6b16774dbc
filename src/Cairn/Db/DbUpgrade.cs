using System.CommandLine;
using Cairn.Commands;
using Cairn.Server.Hosting;
using Cairn.Sql.Schema;

namespace Cairn.Db;

/// <summary><c>cairn db upgrade</c>.</summary>
internal static class DbUpgrade
{
    public static Command Create()
    {
        var uri = DbCommand.UriArgument();
        var additiveOnly = new Option<bool>("--additive-only")
        {
            Description = "Refuse changes that servers of the earlier schema, which still serve, might stumble over.",
        };
        var command = new Command(
            "upgrade",
            "Bring a database of an earlier MLflow to the schema that Cairn works on, in one transaction. Back it up first."
        )
        {
            uri,
            additiveOnly,
        };
        command.SetAction(
            (parsed, ct) =>
                DbCommand.OnAsync(
                    parsed.GetValue(uri)!,
                    mayCreate: false,
                    async database =>
                    {
                        var output = parsed.InvocationConfiguration.Output;
                        var gate = new SchemaGate(database, TimeProvider.System);
                        var before = await gate.StatusAsync(ct);
                        if (
                            parsed.GetValue(additiveOnly)
                            && before.State == SchemaState.Older
                            && await gate.ChangesInPlaceAsync(ct) is { Count: > 0 } changes
                        )
                        {
                            await parsed.InvocationConfiguration.Error.WriteLineAsync(Refusal(database.Name, changes));
                            return ExitCode.Failed;
                        }

                        // An empty database gets its first experiment here, at the place where the server would put it.
                        var server = ServerConfiguration.FromEnvironment().Options;
                        await gate.OpenAsync(server.Artifacts.Root, upgrade: true, ct);
                        await output.WriteLineAsync(
                            before.State == SchemaState.Head
                                ? $"{database.Name} is at MLflow {Revisions.HeadRelease}'s schema already."
                                : $"{database.Name} is now at MLflow {Revisions.HeadRelease}'s schema ({before.Revision ?? "empty"} -> {Revisions.Head})."
                        );
                        return ExitCode.Ok;
                    },
                    ct
                )
        );
        return command;
    }

    private static string Refusal(string database, IReadOnlyList<string> changes) =>
        $"""
            cairn: {changes.Count} changes of this upgrade are more than additions, and servers of the earlier schema may still use {database}. Nothing was changed.
            The first one: {changes[0]}
            Stop those servers and run it without --additive-only; in the Helm chart, set migration.allowDowntime=true. See docs/kubernetes.md#migrate-the-database
            """;
}
