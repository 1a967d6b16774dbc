using Cairn.Artifacts;
using Cairn.Artifacts.Local;
using Cairn.Artifacts.Shared;
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
        var clock = new Clock(fires: 0);
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
        var clock = new Clock(fires: 8);
        using var check = Check(new(), clock, other, role, role, role);
        await check.StartAsync(Ct);
        await clock.Waited;
        check.State.Status.ShouldBe("ok");
        check.State.Since.ShouldBe(Clock.Now);
        await check.StopAsync(Ct);
        _log.Texts.Count(line => line.Contains("no role", StringComparison.Ordinal)).ShouldBe(1);
        _log.Texts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Execute_ARequestFailsLater_ChecksAgainAtOnce()
    {
        var clock = new Clock(fires: 1);
        using var check = Check(new(), clock, null, CairnException.Unavailable("gone"));
        await check.StartAsync(Ct);
        await clock.Waited;
        check.State.Status.ShouldBe("ok");
        StoreErrors.Count("local", "a test");
        while (check.State.Status == "ok")
        {
            await Task.Delay(5, Ct);
        }

        check.State.Message.ShouldBe("gone");
        await check.StopAsync(Ct);
    }

    [Fact]
    public async Task Demand_StoreThatWorks_KeepsNoTestFile()
    {
        using var check = Check(new(), new Clock(fires: 0));
        await check.DemandAsync(Ct);
        _folder.GetFiles("*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(false, false)]
    public async Task Demand_StoreThatMayOnlyBeRead_FailsUnlessOnlyReadingIsChecked(bool? writes, bool fails)
    {
        // The kernel does not let even root create a file here.
        var options = new ArtifactOptions { Destination = "/sys", CheckWritesAsConfigured = writes };
        using var factory = new LocalArtifactStoreFactory(["/sys"], TimeProvider.System);
        using var check = new StoreCheck(new([factory], options), options, TimeProvider.System, _log);
        if (fails)
        {
            (await Should.ThrowAsync<CairnException>(() => check.DemandAsync(Ct))).Message.ShouldStartWith(
                "Cannot write a test file. "
            );
        }
        else
        {
            await check.DemandAsync(Ct);
        }

        check.State.Status.ShouldBe(fails ? "failing" : "ok");
    }

    [Fact]
    public async Task Start_StoreIsRequired_IsAFailureThatCanBeTold()
    {
        using var check = Check(
            new() { RequireStore = true },
            new Clock(fires: 0),
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

    private StoreCheck Check(ArtifactOptions options, Clock clock, params Exception?[] failures)
    {
        options = options with { Destination = _folder.FullName };
        return new(new ArtifactStores([new Failing(_folder.FullName, failures)], options), options, clock, _log);
    }

    /// <summary>Fails with each of these first; null works.</summary>
    private sealed class Failing(string folder, Exception?[] failures) : IArtifactStoreFactory
    {
        private readonly Queue<Exception?> _failures = new(failures);

        public bool Handles(ArtifactUri uri) => true;

        public ArtifactPlace Open(ArtifactUri uri) =>
            _failures.TryDequeue(out var failure) && failure is not null
                ? throw failure
                : new(new LocalArtifactStore(folder, TimeProvider.System), ArtifactPath.Root);
    }

    /// <summary>Its first timers fire at once, later ones never.</summary>
    private sealed class Clock(int fires) : TimeProvider
    {
        private readonly TaskCompletionSource _waited = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private int _timers;

        public static DateTimeOffset Now { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        /// <summary>Completes when a timer is created that never fires.</summary>
        public Task Waited => _waited.Task;

        public override DateTimeOffset GetUtcNow() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (Interlocked.Increment(ref _timers) <= fires)
            {
                return base.CreateTimer(callback, state, TimeSpan.Zero, period);
            }

            _waited.TrySetResult();
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
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
