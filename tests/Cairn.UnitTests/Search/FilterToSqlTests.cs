using Cairn.Contracts.Runs;
using Cairn.Core.Runs;
using Cairn.Sql.Dialects;
using Cairn.Sql.Runs;

namespace Cairn.UnitTests.Search;

public sealed class FilterToSqlTests
{
    [Theory]
    [InlineData("status != 'FAILED'", "r.status <> @p1")]
    [InlineData("start_time >= 5", "r.start_time >= @p1")]
    [InlineData("run_id NOT IN ('a')", "NOT (r.run_uuid = ANY(@p1))")]
    [InlineData(
        "metrics.m > 1",
        "EXISTS (SELECT 1 FROM latest_metrics f WHERE f.key = @p1 AND f.run_uuid = r.run_uuid AND f.value > @p2 AND NOT f.is_nan)"
    )]
    [InlineData(
        "metrics.m != 1",
        "EXISTS (SELECT 1 FROM latest_metrics f WHERE f.key = @p1 AND f.run_uuid = r.run_uuid AND (f.value <> @p2 OR f.is_nan))"
    )]
    [InlineData("tags.t IS NULL", "NOT EXISTS (SELECT 1 FROM tags f WHERE f.key = @p1 AND f.run_uuid = r.run_uuid)")]
    [InlineData(
        "params.p LIKE 'a%'",
        "EXISTS (SELECT 1 FROM params f WHERE f.key = @p1 AND f.run_uuid = r.run_uuid AND f.value LIKE @p2)"
    )]
    [InlineData(
        "tags.mlflow.parentRunId = 'a'",
        "JOIN tags f0 ON f0.key = 'mlflow.parentRunId' AND f0.run_uuid = r.run_uuid AND substr(f0.value, 1, 64) = substr(@p1, 1, 64)"
    )]
    [InlineData(
        "tags.t = 'a'",
        "EXISTS (SELECT 1 FROM tags f WHERE f.key = @p1 AND f.run_uuid = r.run_uuid AND f.value = @p2)"
    )]
    [InlineData(
        "params.p = 'a'",
        "JOIN params f0 ON f0.key = @p1 AND f0.run_uuid = r.run_uuid AND substr(f0.value, 1, 64) = substr(@p2, 1, 64) AND substr(f0.value, 65) = substr(@p2, 65)"
    )]
    public void Prepare_AFilter_BecomesThisSql(string filter, string sql) => Statement(filter).ShouldContain(sql);

    [Theory]
    [InlineData("metrics.m > 1 AND tags.t = 'a'", 0)]
    [InlineData("metrics.m > 1 AND tags.t = 'a' AND params.p = 'b' AND status = 'FAILED'", 0)]
    [InlineData("metrics.m > 1 AND metrics.n > 1 AND tags.t IS NULL", 3)]
    [InlineData("params.a = '1' AND params.b = '1' AND params.c = '1' AND params.d = '1' AND params.e = '1'", 0)]
    [InlineData(
        "params.a = '1' AND params.b = '1' AND params.c = '1' AND params.d = '1' AND params.e = '1' AND metrics.m > 1",
        3
    )]
    public void Prepare_ManyConditionsOnPostgres_KeepsThemOutOfThePlannersJoins(string filter, int apart) =>
        Statement(filter, PostgresDialect.Instance).Split(" OFFSET 0)").Length.ShouldBe(apart + 1);

    [Fact]
    public void Prepare_AParamAndMore_StartsAtTheRunsWithThatValue()
    {
        var statement = Statement("metrics.m > 1 AND params.p = 'v'");
        statement.ShouldContain("JOIN params f0 ON f0.key = @p1 AND f0.run_uuid = r.run_uuid");
        statement.ShouldContain(
            "EXISTS (SELECT 1 FROM latest_metrics f WHERE f.key = @p3 AND f.run_uuid = f0.run_uuid"
        );
    }

    [Fact]
    public void Prepare_ManyFilters_PutsTheNarrowOnesFirst()
    {
        var statement = Statement("metrics.m > 1 AND tags.t = 'a' AND status = 'FAILED'");
        statement
            .IndexOf("r.status", StringComparison.Ordinal)
            .ShouldBeLessThan(statement.IndexOf("FROM tags", StringComparison.Ordinal));
        statement
            .IndexOf("FROM tags", StringComparison.Ordinal)
            .ShouldBeLessThan(statement.IndexOf("FROM latest_metrics", StringComparison.Ordinal));
    }

    private static string Statement(string filter, SqlDialect? dialect = null) =>
        RunSearch
            .Prepare(new RunQuery([1], filter, [], ViewType.ActiveOnly, 10, null), dialect ?? SqliteDialect.Instance)
            .Statement;
}
