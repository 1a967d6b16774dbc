using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Core.Secrets;
using Cairn.Server;
using Cairn.Server.Hosting;
using Cairn.Server.Storage;
using Cairn.Sql.Engine;
using Cairn.Sql.Schema;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.Commands.Doctor;

/// <summary>Opens the database as the server does, but makes and changes none.</summary>
internal static class DatabaseCheckup
{
    private const string Sqlite = "sqlite:///";

    public static async IAsyncEnumerable<StoreFinding> RunAsync(
        ServerOptions options,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        if (
            options.Storage.BackendStoreUri.StartsWith(Sqlite, StringComparison.Ordinal)
            && options.Storage.BackendStoreUri[Sqlite.Length..] is var file
            && !File.Exists(file)
        )
        {
            yield return new("database", null, $"{file} does not exist yet; the server makes it");
            yield break;
        }

        yield return await LookAsync(options, ct);
    }

    private static async Task<StoreFinding> LookAsync(ServerOptions options, CancellationToken ct)
    {
        try
        {
            var uri = options.Storage.Parse(options.Storage.BackendStoreUri);
            await using var database = await new BackendStore(options.Storage, NullLogger.Instance).ConnectAsync(
                uri,
                ct
            );
            var gate = new SchemaGate(database, TimeProvider.System);
            _ = await gate.StatusAsync(ct); // The first question opens a connection.
            var begun = Stopwatch.GetTimestamp();
            var status = await gate.StatusAsync(ct);
            var took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            var usable = status.State is SchemaState.Head or SchemaState.Empty;
            return new(
                "database",
                usable,
                $"{SafeUri.Mask(options.Storage.BackendStoreUri)}, schema {status.Revision ?? "none yet"} ({status.State}), answers in {took:0.0} ms"
                    + (usable ? "" : "; `cairn db status URI` says what to do")
            );
        }
        catch (Exception e)
            when (e is CairnException or ConfigurationException or FormatException or DatabaseException or DbException)
        {
            return new("database", false, e.Message);
        }
    }
}
