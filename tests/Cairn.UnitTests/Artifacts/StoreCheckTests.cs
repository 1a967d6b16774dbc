using Cairn.Artifacts.Local;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Server.Artifacts;
using Microsoft.Extensions.Logging;

namespace Cairn.UnitTests.Artifacts;

public sealed class StoreCheckTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-check-");
    private readonly Lines _log = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(true);

    [Fact]
    public async Task Execute_NobodyForesawTheFailure_ServerGoesOnAndStateIsFailing()
    {
        var clock = new Clock(fires: false);
        using var check = Check(new(), clock, new AggregateException(new TaskCanceledException()));
        await check.StartAsync(Ct);
        await clock.Waited;
        check.State.Status.ShouldBe("failing");
        await check.StopAsync(Ct);
    }

    [Fact]
    public async Task Execute_StoreWorksLater_StateIsOkAndEachProblemWasToldOnce()
    {
        var (role, other) = (CairnException.Unavailable("no role"), CairnException.Unavailable("no way there"));
        using var check = Check(new(), new Clock(fires: true), other, role, role, role);
        await check.StartAsync(Ct);
        await check.ExecuteTask!;
        check.State.Status.ShouldBe("ok");
        _log.Texts.Count(line => line.Contains("no role", StringComparison.Ordinal)).ShouldBe(1);
        _log.Texts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Start_StoreIsRequired_IsAFailureThatCanBeTold()
    {
        using var check = Check(
            new() { RequireStore = true },
            new Clock(fires: false),
            new AggregateException(new TaskCanceledException())
        );
        await Should.ThrowAsync<CairnException>(() => check.StartAsync(Ct));
    }

    [Fact]
    public void Destination_OpensLater_IsNotLostForever()
    {
        var options = new ArtifactOptions { Destination = _folder.FullName };
        var stores = new ArtifactStores(
            [new Failing(_folder.FullName, [CairnException.Unavailable("not mounted yet")])],
            options
        );
        Should.Throw<CairnException>(() => stores.Destination);
        stores.Destination.Store.ShouldNotBeNull();
    }

    private StoreCheck Check(ArtifactOptions options, Clock clock, params Exception[] failures)
    {
        options = options with { Destination = _folder.FullName };
        return new(new ArtifactStores([new Failing(_folder.FullName, failures)], options), options, clock, _log);
    }

    /// <summary>Fails with each of these first.</summary>
    private sealed class Failing(string folder, Exception[] failures) : IArtifactStoreFactory
    {
        private readonly Queue<Exception> _failures = new(failures);

        public bool Handles(ArtifactUri uri) => true;

        public ArtifactPlace Open(ArtifactUri uri) =>
            _failures.TryDequeue(out var failure)
                ? throw failure
                : new(new LocalArtifactStore(folder, TimeProvider.System), ArtifactPath.Root);
    }

    /// <summary>Timers of it fire at once, or never.</summary>
    private sealed class Clock(bool fires) : TimeProvider
    {
        private readonly TaskCompletionSource _waited = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Waited => _waited.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _waited.TrySetResult();
            return base.CreateTimer(callback, state, fires ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, period);
        }
    }

    private sealed class Lines : ILogger<StoreCheck>
    {
        public List<string> Texts { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Texts.Add(formatter(state, exception));
    }
}
