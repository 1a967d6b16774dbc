using Cairn.ConformanceTests.Databases;
using Cairn.Core.Metrics;
using Cairn.Core.Metrics.Series;
using Cairn.Core.Runs;
using Cairn.Sql.Engine;
using Cairn.Sql.Experiments;
using Cairn.Sql.Metrics;
using Cairn.Sql.Runs;
using Cairn.Sql.Schema;

namespace Cairn.ConformanceTests.Metrics;

public sealed class SeriesStoreTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task ReadAsync_OfTwoRunsAndTwoKeys_ReturnsTheSeriesWithPointsInOrder(Backend backend)
    {
        await using var test = await TestDatabase.CreateAsync(backend, postgres);
        await using var database = await test.OpenAsync(Ct);
        await new SchemaGate(database, TimeProvider.System).OpenAsync("r", false, Ct);
        var (first, second) = (await RunAsync(database), await RunAsync(database));
        await LogAsync(database, first, [.. Enumerable.Range(0, 5000).Select(i => P("loss", Math.Sin(i), i))]);
        await LogAsync(database, first, [P("loss", 50, 2500), P("auc", 0.5, 1), P("auc", double.NaN, 2)]);
        await LogAsync(database, second, [P("auc", double.PositiveInfinity, 0), P("auc", double.NegativeInfinity, 9)]);

        var found = await ReadAsync(database, Query([first, second], ["loss", "auc"]));

        found.Select(s => (s.Run, s.Key, s.Total)).ShouldBe([(0, 0, 5001L), (0, 1, 2L), (1, 1, 2L)]);
        found[0].Points.Count.ShouldBeLessThan(1000);
        found[0].Points.ShouldContain(new SeriesPoint(2500, 12_500, 50));
        found[0].Points[^1].Step.ShouldBe(4999);
        found[1].Points.ShouldBe([new(1, 10_001, 0.5), new(2, 10_002, double.NaN)]);
        found[2].Points.Select(p => p.Value).ShouldBe([double.PositiveInfinity, double.NegativeInfinity]);
    }

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task ReadAsync_OfARangeOrAfterAStep_ReturnsOnlyThosePoints(Backend backend)
    {
        await using var test = await TestDatabase.CreateAsync(backend, postgres);
        await using var database = await test.OpenAsync(Ct);
        await new SchemaGate(database, TimeProvider.System).OpenAsync("r", false, Ct);
        var run = await RunAsync(database);
        await LogAsync(database, run, [.. Enumerable.Range(0, 10).Select(i => P("loss", i, i))]);
        var all = Query([run], ["loss"]);
        var time = all with { Axis = SeriesAxis.Time };

        (await StepsAsync(database, all with { From = 3, To = 5 })).ShouldBe([3, 4, 5]);
        (await StepsAsync(database, time with { From = 10_003, To = 10_005 })).ShouldBe([3, 4, 5]);
        (await StepsAsync(database, all with { After = [8] })).ShouldBe([8, 9]);
        (await StepsAsync(database, time with { After = [8] })).ShouldBe([8, 9]);
        (await ReadAsync(database, all with { After = [10] })).ShouldBeEmpty();
    }

    private static SeriesQuery Query(string[] runs, string[] keys) =>
        new(runs, keys, SeriesAxis.Step, null, null, 100, []);

    private static MetricPoint P(string key, double value, int step) => new(key, value, 10_000 + step, step);

    private static Task<IReadOnlyList<ThinnedSeries>> ReadAsync(Database database, SeriesQuery query) =>
        new SqlSeriesStore(database).ReadAsync(query, Ct);

    private static async Task<long[]> StepsAsync(Database database, SeriesQuery query) =>
        [.. (await ReadAsync(database, query)).Single().Points.Select(p => p.Step)];

    private static async Task<string> RunAsync(Database database)
    {
        var experiments = new SqlExperimentStore(database, "mlflow-artifacts:/", TimeProvider.System);
        var experiment = await experiments.CreateAsync(new(Guid.NewGuid().ToString("N"), null, []), Ct);
        var id = RunIds.New();
        await new SqlRunStore(database, TimeProvider.System).CreateAsync(new(id, experiment, "run", "ann", 0, []), Ct);
        return id;
    }

    private static Task LogAsync(Database database, string run, IReadOnlyList<MetricPoint> points) =>
        new SqlRunStore(database, TimeProvider.System).LogAsync(run, new(points, [], []), Ct);
}
