using Cairn.ConformanceTests.Databases;
using Cairn.ConformanceTests.Registry;
using Cairn.Core.Metrics;
using Cairn.Core.Runs;

namespace Cairn.ConformanceTests.Metrics;

/// <summary>A sample of steps is a bound on steps, never on points.</summary>
public sealed class SampledHistoryTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(Backend.Sqlite, 1, 2_501)]
    [InlineData(Backend.Postgres, 1, 2_501)]
    [InlineData(Backend.Sqlite, 1_300, 2)]
    [InlineData(Backend.Postgres, 1_300, 2)]
    public async Task SampledHistoryAsync_WithSeveralPointsAStep_KeepsTheLastOne(Backend backend, int steps, int points)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stores = await RegistryStores.OpenAsync(backend, postgres, ct);
        await LogAsync(stores, "a", steps, points, ct);
        var found = await new Cairn.Sql.Metrics.SqlMetricStore(stores.Database).SampledHistoryAsync(
            ["a"],
            "loss",
            null,
            null,
            StepSampling.MaxSteps,
            ct
        );
        found.Count.ShouldBe(steps * points);
        found[^1].Step.ShouldBe(steps - 1);
        found[^1].Value.ShouldBe(points - 1);
    }

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task SampledHistoryAsync_OfSeveralRuns_KeepsTheRequestedOrder(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stores = await RegistryStores.OpenAsync(backend, postgres, ct);
        await LogAsync(stores, "a", 2, 1, ct);
        await LogAsync(stores, "b", 2, 1, ct);
        var metrics = new Cairn.Sql.Metrics.SqlMetricStore(stores.Database);
        (await metrics.SampledHistoryAsync(["b", "a"], "loss", null, null, 10, ct))
            .Select(m => m.RunId)
            .ShouldBe(["b", "b", "a", "a"]);
        (await metrics.BulkHistoryAsync(["b", "a"], "loss", 10, ct))
            .Select(m => m.RunId)
            .ShouldBe(["a", "a", "b", "b"]);
    }

    private static async Task LogAsync(RegistryStores stores, string run, int steps, int points, CancellationToken ct)
    {
        await stores.Runs.CreateAsync(new(run, 0, "run", "me", 1, []), ct);
        var all = from step in Enumerable.Range(0, steps) from i in Enumerable.Range(0, points) select (step, i);
        foreach (var part in all.Select(p => new MetricPoint("loss", p.i, p.i, p.step)).Chunk(1000))
        {
            await stores.Runs.LogAsync(run, new RunLog(part, [], []), ct);
        }
    }
}
