using System.Diagnostics;
using System.Runtime.InteropServices;
using Cairn.Core.Errors;
using Cairn.Server.Artifacts;
using Cairn.Server.Storage;
using Cairn.Sql.Engine;
using Cairn.Web.Parts;
using Cairn.Web.Status;

namespace Cairn.Server.Pages;

/// <inheritdoc/>
internal sealed class ServerStatusReader(
    Database database,
    StoreCheck store,
    StorageOptions storage,
    ArtifactOptions artifacts,
    TimeProvider time
) : IServerStatus
{
    /// <inheritdoc/>
    public async Task<ServerStatus> ReadAsync(CancellationToken ct)
    {
        var databasePart = new StatusPart("Database", storage.Place, "ok", null);
        try
        {
            await database.PingAsync(ct);
        }
        catch (CairnException e)
        {
            databasePart = databasePart with { State = "failing", Problem = e.Message };
        }

        var state = store.State;
        using var process = Process.GetCurrentProcess();
        var running = time.GetUtcNow() - process.StartTime.ToUniversalTime();
        return new(
            [databasePart, new("Artifacts", artifacts.Place, state.Status, state.Message)],
            [
                ("Version", $"Cairn {ServerVersion.Cairn}"),
                ("API", $"MLflow {ServerVersion.Mlflow}"),
                ("Runtime", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}"),
                (
                    "Artifacts are sent",
                    artifacts.ServeArtifacts ? "through this server" : "by clients, directly to the store"
                ),
                ("Running for", Numbers.Duration((long)running.TotalMilliseconds)),
                ("Memory", Numbers.Size(process.WorkingSet64)),
            ]
        );
    }
}
