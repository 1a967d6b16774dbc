using Cairn.Contracts.Runs;
using Cairn.Core.Errors;
using Cairn.Core.Experiments;
using Cairn.Core.Metrics;
using Cairn.Core.Runs;
using Cairn.Sql.Engine.Sqlite;
using Cairn.Sql.Experiments;
using Cairn.Sql.Runs;
using Cairn.Sql.Schema;
using CsCheck;

namespace Cairn.UnitTests.Search;

/// <summary>Walks of pages over a real database.</summary>
public sealed class RunPagesTests : IAsyncLifetime
{
    private static readonly double?[] _values =
    [
        null,
        double.NaN,
        double.PositiveInfinity,
        double.NegativeInfinity,
        0,
        -0.0,
        1,
        1,
        -1.5,
        1e300,
        double.Epsilon,
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-search-");
    private SqliteDatabase _database = null!;
    private SqlRunStore _runs = null!;
    private SqlExperimentStore _experiments = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = SqliteDatabase.Open(Path.Combine(_folder.FullName, "a.db"));
        await new SchemaGate(_database, TimeProvider.System).OpenAsync("mlflow-artifacts:/", false, Ct);
        _runs = new(_database, TimeProvider.System);
        _experiments = new(_database, "mlflow-artifacts:/", TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Delete(true);
    }

    [Fact]
    public Task Search_PagesOfAnySize_AreTheWholeOrder() =>
        Gen.Select(
                Gen.Select(Gen.Int[0, _values.Length - 1], Gen.Int[0, 2], Gen.Int[0, 3]).List[0, 20],
                Gen.Int[1, 7],
                Gen.Bool,
                Gen.Bool
            )
            .SampleAsync(
                async (runs, size, byParam, descending) =>
                {
                    var experiment = await _experiments.CreateAsync(new(Guid.NewGuid().ToString("N"), null, []), Ct);
                    var made = new List<(string Id, double? Metric, string? Param, long Start)>();
                    foreach (var (metric, param, start) in runs)
                    {
                        made.Add(await Make(experiment, _values[metric], param == 0 ? null : $"P{param}", start));
                    }

                    var direction = descending ? " DESC" : "";
                    string[] order = byParam ? ["params.p" + direction] : ["metrics.m" + direction];
                    (await Walk(experiment, order, size)).ShouldBe(Expected(made, byParam, descending));
                    (await Walk(experiment, order, 100)).ShouldBe(Expected(made, byParam, descending));
                    (await Walk(experiment, [], size)).ShouldBe(
                        made.OrderByDescending(r => r.Start).ThenBy(r => r.Id, StringComparer.Ordinal).Select(r => r.Id)
                    );
                },
                iter: 15,
                threads: 1
            );

    [Fact]
    public async Task Search_RunsWithoutStart_ComeLastAndPageToo()
    {
        var experiment = await _experiments.CreateAsync(new("e", null, []), Ct);
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add((await Make(experiment, null, null, i)).Id);
        }

        await _database.WriteAsync(
            async s =>
                await s.ExecuteAsync("UPDATE runs SET start_time = NULL WHERE run_uuid = @run", ("@run", ids[3])),
            Ct
        );
        (await Walk(experiment, [], 1)).ShouldBe([ids[2], ids[1], ids[0], ids[3]]);
        (await Walk(experiment, ["start_time"], 1)).ShouldBe([ids[0], ids[1], ids[2], ids[3]]);
    }

    [Theory]
    [InlineData("metrics.m = 0", "zero")]
    [InlineData("metrics.m >= 0", "zero,one,inf")]
    [InlineData("metrics.m <= 0", "zero")]
    [InlineData("metrics.m != 0", "nan,one,inf")]
    [InlineData("metrics.m != 1", "nan,zero,inf")]
    public async Task Search_NaN_ComparesWithNoNumberAndDiffersFromAll(string filter, string names)
    {
        var experiment = await _experiments.CreateAsync(new("e", null, []), Ct);
        var byId = new Dictionary<string, string>
        {
            [(await Make(experiment, double.NaN, null, 1)).Id] = "nan",
            [(await Make(experiment, 0, null, 2)).Id] = "zero",
            [(await Make(experiment, 1, null, 3)).Id] = "one",
            [(await Make(experiment, double.PositiveInfinity, null, 4)).Id] = "inf",
            [(await Make(experiment, null, null, 5)).Id] = "missing",
        };
        var found = await _runs.SearchAsync(
            new([experiment], filter, ["start_time"], ViewType.ActiveOnly, 10, null),
            Ct
        );
        string.Join(',', found.Runs!.Select(r => byId[r.Info.RunId])).ShouldBe(names);
    }

    [Fact]
    public async Task Search_ATokenWithAnotherFilter_IsRefused()
    {
        var experiment = await _experiments.CreateAsync(new("e", null, []), Ct);
        await Make(experiment, 1, null, 1);
        await Make(experiment, 2, null, 2);
        var query = new RunQuery([experiment], "metrics.m > 0", [], ViewType.ActiveOnly, 1, null);
        var token = (await _runs.SearchAsync(query, Ct)).NextPageToken.ShouldNotBeNull();
        await Should.ThrowAsync<CairnException>(() =>
            _runs.SearchAsync(query with { Filter = "metrics.m > 1", PageToken = token }, Ct)
        );
        await Should.ThrowAsync<CairnException>(() =>
            _runs.SearchAsync(query with { OrderBy = ["status"], PageToken = token }, Ct)
        );
        await Should.ThrowAsync<CairnException>(() =>
            _runs.SearchAsync(query with { View = ViewType.All, PageToken = token }, Ct)
        );
    }

    [Theory]
    [InlineData("", "", "SEARCH r USING INDEX cairn_runs_experiment_start (experiment_id=?)", false)]
    [InlineData(
        "status = 'FAILED'",
        "start_time desc",
        "SEARCH r USING INDEX cairn_runs_experiment_start (experiment_id=?)",
        false
    )]
    [InlineData("params.p = 'v'", "", "SEARCH f0 USING INDEX cairn_params_value (key=? AND <expr>=?)", true)]
    [InlineData(
        "tags.mlflow.parentRunId = 'v'",
        "",
        "SEARCH f0 USING INDEX cairn_tags_parent_run (key=? AND <expr>=?)",
        true
    )]
    [InlineData(
        "metrics.m3 > 0.5 and params.p2 = 'v7' and tags.t1 = 'x1'",
        "metrics.m0 DESC",
        "SEARCH f0 USING INDEX cairn_params_value (key=? AND <expr>=?)",
        true
    )]
    public async Task Search_OnSqlite_StartsAtAnIndex(string filter, string order, string start, bool sorts)
    {
        var search = RunSearch.Prepare(
            new RunQuery([1], filter, order.Length == 0 ? [] : [order], ViewType.ActiveOnly, 10, null),
            _database.Dialect
        );
        var plan = await _database.ReadAsync(
            s => s.ListAsync("EXPLAIN QUERY PLAN " + search.Statement, r => r.GetString(3), [.. search.Parameters]),
            Ct
        );
        plan[0].ShouldBe(start);
        plan.Exists(step => step.Contains("TEMP B-TREE")).ShouldBe(sorts);
    }

    [Fact]
    public async Task Search_ALongParam_IsFoundByItsWholeValue()
    {
        var experiment = await _experiments.CreateAsync(new("e", null, []), Ct);
        var start = string.Concat(Enumerable.Repeat("ü😀", 40));
        var runs = new List<string>();
        foreach (var end in new[] { "", "x", "y" })
        {
            runs.Add((await Make(experiment, null, start + end, 1)).Id);
        }

        foreach (var (run, end) in runs.Zip(["", "x", "y"]))
        {
            var found = await _runs.SearchAsync(
                new([experiment], $"params.p = '{start}{end}'", [], ViewType.ActiveOnly, 10, null),
                Ct
            );
            found.Runs.ShouldHaveSingleItem().Info.RunId.ShouldBe(run);
        }
    }

    private async Task<(string Id, double? Metric, string? Param, long Start)> Make(
        long experiment,
        double? metric,
        string? param,
        long start
    )
    {
        var id = Guid.NewGuid().ToString("N");
        await _runs.CreateAsync(new(id, experiment, "r", "", start, []), Ct);
        await _runs.LogAsync(
            id,
            new(
                metric is { } m ? [new MetricPoint("m", m, 1, 0)] : [],
                param is null ? [] : [new() { Key = "p", Value = param }],
                []
            ),
            Ct
        );
        return (id, metric, param, start);
    }

    private async Task<List<string>> Walk(long experiment, string[] order, int size)
    {
        var found = new List<string>();
        string? token = null;
        do
        {
            var page = await _runs.SearchAsync(new([experiment], null, order, ViewType.ActiveOnly, size, token), Ct);
            found.AddRange((page.Runs ?? []).Select(r => r.Info.RunId));
            token = page.NextPageToken;
            token?.ShouldNotBeEmpty();
        } while (token is not null);
        return found;
    }

    private static IEnumerable<string> Expected(
        List<(string Id, double? Metric, string? Param, long Start)> runs,
        bool byParam,
        bool descending
    )
    {
        var ordered = byParam
            ? runs.OrderBy(r => r.Param is null)
            : runs.OrderBy(r =>
                r.Metric is null ? 2
                : double.IsNaN(r.Metric.Value) ? 1
                : 0
            );
        ordered = (byParam, descending) switch
        {
            (true, false) => ordered.ThenBy(r => r.Param, StringComparer.Ordinal),
            (true, true) => ordered.ThenByDescending(r => r.Param, StringComparer.Ordinal),
            (false, false) => ordered.ThenBy(r => r.Metric is { } m && !double.IsNaN(m) ? m : 0),
            (false, true) => ordered.ThenByDescending(r => r.Metric is { } m && !double.IsNaN(m) ? m : 0),
        };
        return ordered.ThenByDescending(r => r.Start).ThenBy(r => r.Id, StringComparer.Ordinal).Select(r => r.Id);
    }
}
