using Cairn.Sql.Engine;
using Cairn.Sql.Schema;

namespace Cairn.ConformanceTests.Databases;

/// <summary>A table that fills gets statistics before PostgreSQL comes to it by itself.</summary>
public sealed class FirstStatisticsTests(PostgresFixture postgres)
{
    private const string Fill = """
        ALTER TABLE runs SET (autovacuum_enabled = false);
        INSERT INTO runs (run_uuid, experiment_id, status, start_time, lifecycle_stage) SELECT md5(n::text), 0, 'RUNNING', n, 'active' FROM generate_series(1, 1000) n;
        """;

    private readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gather_OfATableThatFilled_TellsThePlannerOfItsRows()
    {
        await using var test = await TestDatabase.CreateAsync(Backend.Postgres, postgres);
        await using var database = await test.OpenAsync(_ct);
        await new SchemaGate(database, TimeProvider.System).OpenAsync("mlflow-artifacts:/", false, _ct);
        FirstStatistics.AreNeeded(database).ShouldBeTrue();
        await FirstStatistics.GatherAsync(database, _ct);
        (await RowsKnownAsync(database)).ShouldBe(-1, "nothing is known of an empty table, and nothing needs to be");
        await database.WriteAsync(session => session.ExecuteAsync(Fill), _ct);

        // A connection reports the rows that it changed with a later statement, a second on.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_ct);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (await FirstStatistics.GatherAsync(database, patience.Token) == 0)
        {
            await Task.Delay(100, patience.Token);
            await database.WriteAsync(session => session.ExecuteAsync("SELECT 1"), patience.Token);
        }

        (await RowsKnownAsync(database)).ShouldBe(1000);
        (await FirstStatistics.GatherAsync(database, _ct)).ShouldBe(0, "from then on autovacuum sees to it");
    }

    private Task<long> RowsKnownAsync(Database database) =>
        database.ReadAsync(
            async session =>
                (
                    await session.ListAsync(
                        "SELECT reltuples::bigint FROM pg_class WHERE oid = 'runs'::regclass",
                        row => row.GetInt64(0)
                    )
                ).Single(),
            _ct
        );
}
