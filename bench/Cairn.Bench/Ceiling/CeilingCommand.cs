using Cairn.Bench.Load;
using Cairn.Contracts.Runs;
using Cairn.Core.Metrics;
using Cairn.Core.Runs;
using Cairn.Sql.Engine;
using Cairn.Sql.Experiments;
using Cairn.Sql.Metrics;
using Cairn.Sql.Runs;
using Cairn.Sql.Schema;

namespace Cairn.Bench.Ceiling;

/// <summary>The stores without HTTP and JSON: the same SQL, the same durability, the same number of callers.</summary>
internal static class CeilingCommand
{
    private const long Epoch = 1_700_000_000_000;

    /// <param name="uri">The database, as for --backend-store-uri; null makes an SQLite file and removes it
    /// afterwards.</param>
    /// <param name="settings">How much to load.</param>
    /// <param name="output">Where the results go.</param>
    /// <param name="ct">Ends it early.</param>
    public static async Task<int> RunAsync(string? uri, LoadSettings settings, TextWriter output, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
        try
        {
            await using var database = await Databases.OpenAsync(
                DatabaseUri.Parse(uri ?? $"sqlite:///{folder}/ceiling.db", Environment.GetEnvironmentVariable),
                DatabaseSettings.From(Environment.GetEnvironmentVariable),
                ct
            );
            await new SchemaGate(database, TimeProvider.System).OpenAsync("mlflow-artifacts:/", false, ct);
            var experiments = new SqlExperimentStore(database, "mlflow-artifacts:/", TimeProvider.System);
            var runs = new SqlRunStore(database, TimeProvider.System);
            var metrics = new SqlMetricStore(database);
            var read = await experiments.CreateAsync(new($"ceiling-{Guid.NewGuid():N}", null, []), ct);
            var sink = await experiments.CreateAsync(new($"ceiling-writes-{Guid.NewGuid():N}", null, []), ct);
            var (ids, longRun, targets) = await SowAsync(runs, read, sink, settings.Runs, ct);

            await TakeAsync("get-run", false, n => runs.GetAsync(ids[(int)(n % Math.Min(64, ids.Length))], ct));
            await TakeAsync("search-runs-100", false, _ => runs.SearchAsync(Query(read, 100), ct));
            await TakeAsync("search-runs-1000", true, _ => runs.SearchAsync(Query(read, 1000), ct));
            await TakeAsync(
                "search-filter-order",
                false,
                _ => runs.SearchAsync(Query(read, 50) with { Filter = Scenario.Filter, OrderBy = [Scenario.Order] }, ct)
            );
            await TakeAsync("metric-history-20k", true, _ => metrics.HistoryAsync(longRun, "loss", 20_000, null, ct));
            await TakeAsync(
                "history-interval-320",
                false,
                _ => metrics.SampledHistoryAsync([longRun], "loss", null, null, 320, ct)
            );
            await TakeAsync(
                "search-experiments",
                false,
                _ => experiments.SearchAsync(new(null, [], ViewType.ActiveOnly, 100, null), ct)
            );
            await TakeAsync("create-run", false, _ => runs.CreateAsync(NewRun(sink), ct));
            await TakeAsync(
                "log-metric",
                false,
                n => runs.LogAsync(targets[(int)(n % 64)], new([new("s", n, Epoch + n, n)], [], []), ct)
            );
            await TakeAsync(
                "log-batch-100",
                false,
                n =>
                    runs.LogAsync(
                        targets[(int)(n % 64)],
                        new(
                            [.. Enumerable.Range(0, 100).Select(k => new MetricPoint($"b_{k}", n, Epoch + n, n))],
                            [],
                            []
                        ),
                        ct
                    )
            );
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task TakeAsync(string name, bool isHeavy, Func<long, Task> operation)
        {
            if (settings.Wants(name))
            {
                var (clients, length) = settings.For(isHeavy);
                var measured = await Measurement.TakeAsync(
                    clients,
                    length,
                    async n =>
                    {
                        await operation(n);
                        return true;
                    },
                    ct
                );
                await output.WriteLineAsync($"{name, -22}{measured}");
            }
        }
    }

    private static RunQuery Query(long experiment, int most) =>
        new([experiment], null, [], ViewType.ActiveOnly, most, null);

    private static NewRun NewRun(long experiment, long start = Epoch) =>
        new(
            RunIds.New(),
            experiment,
            "bench",
            "",
            start,
            [
                new() { Key = "mlflow.user", Value = "bench" },
                new() { Key = "mlflow.source.name", Value = "bench" },
                new() { Key = "mlflow.runName", Value = "bench" },
            ]
        );

    private static async Task<(string[] Runs, string LongRun, string[] Targets)> SowAsync(
        SqlRunStore store,
        long experiment,
        long sink,
        int count,
        CancellationToken ct
    )
    {
        var runs = new string[count];
        await Parallel.ForAsync(
            0,
            count,
            ct,
            async (i, token) =>
            {
                var run = NewRun(experiment, Epoch + (i * 1000));
                runs[i] = (await store.CreateAsync(run, token)).Info.RunId;
                await store.LogAsync(
                    run.RunId,
                    new(
                        [
                            .. Enumerable
                                .Range(0, 20)
                                .Select(k => new MetricPoint(
                                    $"m{k}",
                                    Random.Shared.NextDouble(),
                                    Epoch + (i * 1000),
                                    0
                                )),
                        ],
                        [
                            .. Enumerable
                                .Range(0, 10)
                                .Select(k => new Param { Key = $"p{k}", Value = $"v{(i + k) % 50}" }),
                        ],
                        [.. Enumerable.Range(0, 5).Select(k => new RunTag { Key = $"t{k}", Value = $"x{k}" })]
                    ),
                    token
                );
            }
        );
        var longRun = (await store.CreateAsync(NewRun(experiment, 1), ct)).Info.RunId;
        for (var block = 0; block < 20; block++)
        {
            await store.LogAsync(
                longRun,
                new(
                    [
                        .. Enumerable
                            .Range(block * 1000, 1000)
                            .Select(step => new MetricPoint("loss", 1.0 / (1 + step), Epoch + step, step)),
                    ],
                    [],
                    []
                ),
                ct
            );
        }

        var targets = new string[64];
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = (await store.CreateAsync(NewRun(sink), ct)).Info.RunId;
        }

        return (runs, longRun, targets);
    }
}
