using Cairn.Contracts.Server;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Core.Secrets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cairn.Server.Artifacts;

/// <summary>
/// Looks at start whether the artifact store can be used, and says so. Meanwhile the server serves: where clients go to
/// the store
/// themselves, it may rightly have no credentials. With <c>--require-store</c> a failure stops the start. What fails is
/// looked at again
/// every minute, since a new role or a network takes a while.
/// </summary>
internal sealed partial class StoreCheck(
    ArtifactStores stores,
    ArtifactOptions options,
    TimeProvider time,
    ILogger<StoreCheck> log
) : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromMinutes(1);
    private static readonly ArtifactPath _probe = ArtifactPath.Parse(".cairn-check");
    private volatile HealthPart _state = new("artifacts", "unchecked", null);

    /// <summary>What was found last.</summary>
    public HealthPart State => _state;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.RequireStore)
        {
            await DemandAsync(cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>
    /// Uses the store once: asks for a file that does not exist, which needs address, credential, role and container.
    /// </summary>
    /// <exception cref="CairnException">What is wrong and what to do.</exception>
    public async Task DemandAsync(CancellationToken ct)
    {
        var name = SafeUri.Mask(options.Location);
        try
        {
            var place = stores.Resolve(options.Location);
            if (place.Store is IStorePreparation preparation)
            {
                await preparation.PrepareAsync(ct);
            }

            _ = await place.Store.FindAsync(place.Path.Join(_probe), ct);
            _state = new("artifacts", "ok", null);
            Log.Works(log, name);
        }
        catch (CairnException e)
        {
            if (IsNews(e.Message))
            {
                Log.Fails(log, name, e.Message);
            }

            throw;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // Nobody foresaw it, and it must not stop a server that can do without this check.
            const string Problem = "the check failed unexpectedly; the log says how";
            if (IsNews(Problem))
            {
                Log.Unexpected(log, name, e);
            }

            throw CairnException.Unavailable($"The artifact store {name} cannot be used: {Problem}.", e);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (_state.Status != "ok")
        {
            try
            {
                await DemandAsync(stoppingToken);
            }
            catch (CairnException)
            {
                // It was said; requests that need the store will say it again.
                await Task.Delay(_pause, time, stoppingToken);
            }
        }
    }

    /// <summary>Keeps what is wrong; tells whether it is something else than before.</summary>
    private bool IsNews(string problem)
    {
        var before = _state.Message;
        _state = new("artifacts", "failing", problem);
        return problem != before;
    }

    private static partial class Log
    {
        [LoggerMessage(1300, LogLevel.Information, "The artifact store {Location} works")]
        public static partial void Works(ILogger log, string location);

        [LoggerMessage(1301, LogLevel.Error, "The artifact store {Location} cannot be used: {Problem}")]
        public static partial void Fails(ILogger log, string location, string problem);

        [LoggerMessage(1302, LogLevel.Error, "The artifact store {Location} cannot be used")]
        public static partial void Unexpected(ILogger log, string location, Exception cause);
    }
}
