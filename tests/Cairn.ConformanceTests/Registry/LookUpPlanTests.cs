using Cairn.ConformanceTests.Databases;

namespace Cairn.ConformanceTests.Registry;

/// <summary>
/// PostgreSQL knows nothing of rows that were just written, and would read a whole table for the tags of one page.
/// </summary>
public sealed class LookUpPlanTests(PostgresFixture postgres)
{
    private const string Tags = """
        INSERT INTO model_version_tags (workspace, name, version, key, value)
        SELECT 'default', 'm', v.version, 'k' || n, 'x' FROM model_versions v CROSS JOIN generate_series(1, 5000) n
        """;

    [Fact]
    public async Task LookUp_OfTagsThatPostgresHasNoStatisticsOf_GoesByTheWholeKey()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stores = await RegistryStores.OpenAsync(Backend.Postgres, postgres, ct);
        await stores.Models.CreateAsync("m", "", [], ct);
        await stores.CreateVersionAsync("m", ct);
        await stores.CreateVersionAsync("m", ct);
        await stores.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(Tags);
            },
            ct
        );
        var rows = string.Join(", ", Enumerable.Range(0, 100).Select(n => $"('m', {n})"));
        var lookUp = stores.Database.Dialect.LookUp(
            "model_version_tags",
            "t",
            "t.workspace = 'default' AND t.name = p.column1 AND t.version = p.column2"
        );

        var plan = string.Join(
            '\n',
            await stores.Database.ReadAsync(
                session =>
                    session.ListAsync($"EXPLAIN SELECT t.key FROM (VALUES {rows}) p {lookUp}", r => r.GetString(0)),
                ct
            )
        );

        plan.ShouldContain("Nested Loop");
        plan.ShouldMatch(@"Cond: \(.*workspace.*column1.*column2");
        plan.ShouldNotContain("Hash");
    }
}
