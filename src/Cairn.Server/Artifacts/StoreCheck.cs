using Cairn.Contracts.Server;
using Cairn.Core.Errors;
using Cairn.Core.Secrets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cairn.Server.Artifacts;

/// <summary>
/// Checks the artifact store at start and from then on, and keeps the result for <c>/health/details</c>. A failed
/// request to the store causes a check at once. With <c>--require-store</c> a failure stops the start; otherwise the
/// server keeps running, because clients that use the store directly do not need the server's access to it.
/// </summary>
internal sealed partial class StoreCheck(
    ArtifactStores stores,
    ArtifactOptions options,
    TimeProvider time,
    ILogger<StoreCheck> log
) : BackgroundService
{
    private static readonly TimeSpan _minPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _pauseWhenFailing = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _pauseWhenOk = TimeSpan.FromMinutes(5);
    private readonly StoreProbe _probe = new(stores, options);
    private volatile TaskCompletionSource _failedRequest = NewSignal();
    private volatile HealthPart _state = new("artifacts", "unchecked", null);

    /// <summary>The result of the last check.</summary>
    public HealthPart State => _state;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.RequireStore)
        {
            await DemandAsync(cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>Checks the store once.</summary>
    /// <exception cref="CairnException">What is wrong and what to do.</exception>
    public async Task DemandAsync(CancellationToken ct)
    {
        var name = SafeUri.Mask(options.Location);
        try
        {
            await _probe.RunAsync(ct);
            if (Set("ok", null))
            {
                Log.Works(log, name);
            }
        }
        catch (CairnException e)
        {
            if (Set("failing", e.Message))
            {
                Log.Fails(log, name, e.Message);
            }

            throw;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // An unforeseen failure must not stop a server that can do without this check.
            const string Problem = "the check failed unexpectedly; the log contains the details";
            if (Set("failing", Problem))
            {
                Log.Unexpected(log, name, e);
            }

            throw CairnException.Unavailable($"The artifact store {name} cannot be used: {Problem}.", e);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var failures = StoreFailures.Listen(() => _failedRequest.TrySetResult());
        while (true)
        {
            try
            {
                await DemandAsync(stoppingToken);
            }
            catch (CairnException)
            {
                // DemandAsync has logged it and set the state.
            }

            await WaitAsync(stoppingToken);
        }
    }

    private async Task WaitAsync(CancellationToken ct)
    {
        _failedRequest = NewSignal();
        await Task.Delay(_minPause, time, ct);
        var pause = _state.Status == "ok" ? _pauseWhenOk : _pauseWhenFailing;
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(Task.Delay(pause, time, woken.Token), _failedRequest.Task);
        await woken.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    /// <summary>Sets the state; returns whether it is news. The time is that of the first check with this status.</summary>
    private bool Set(string status, string? problem)
    {
        var before = _state;
        var since = before.Status == status ? before.Since : time.GetUtcNow();
        _state = new("artifacts", status, problem, since);
        return status != before.Status || problem != before.Message;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

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
