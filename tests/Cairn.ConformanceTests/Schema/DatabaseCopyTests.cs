using Cairn.ConformanceTests.Databases;
using Cairn.Sql.Copy;
using Cairn.Sql.Engine;
using Cairn.Sql.Schema;

namespace Cairn.ConformanceTests.Schema;

/// <summary>A whole database moves from SQLite to PostgreSQL and back.</summary>
public sealed class DatabaseCopyTests(PostgresFixture postgres)
{
    public static TheoryData<string> All => Samples.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Copy_ToPostgresAndBack_KeepsEveryRow(string name)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var middle = await TestDatabase.CreateAsync(Backend.Postgres, postgres);
        await using var end = await TestDatabase.CreateAsync(Backend.Sqlite, postgres);
        await using var source = await Samples.OpenAsync(name, end.Folder, ct);
        await new SchemaGate(source, TimeProvider.System).OpenAsync("r", true, ct);
        await using var onPostgres = await middle.OpenAsync(ct);
        await using var back = await end.OpenAsync(ct);

        await new DatabaseCopy(source, onPostgres, (_, _) => { }).RunAsync(ct);
        await new DatabaseCopy(onPostgres, back, (_, _) => { }).RunAsync(ct);

        var before = await Samples.RowsAsync(source, ct);
        SchemaFacts.ShouldBeEqual(await Samples.RowsAsync(onPostgres, ct), before);
        SchemaFacts.ShouldBeEqual(await Samples.RowsAsync(back, ct), before);
        (await NextExperimentAsync(onPostgres, ct)).ShouldBe(await NextExperimentAsync(back, ct));
    }

    [Fact]
    public async Task Copy_AfterAnInterruption_GoesOnWhereItWas()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var target = await TestDatabase.CreateAsync(Backend.Postgres, postgres);
        await using var source = await Samples.OpenAsync("mlflow-3.11", target.Folder, ct);
        await new SchemaGate(source, TimeProvider.System).OpenAsync("r", true, ct);
        await using var to = await target.OpenAsync(ct);
        await Should.ThrowAsync<TimeoutException>(() =>
            new DatabaseCopy(
                source,
                to,
                (table, _) => _ = table == "params" ? throw new TimeoutException() : 0
            ).RunAsync(ct)
        );

        var reported = new List<string>();
        await new DatabaseCopy(source, to, (table, _) => reported.Add(table)).RunAsync(ct);

        reported.ShouldNotContain("params");
        reported.ShouldContain("metrics");
        SchemaFacts.ShouldBeEqual(await Samples.RowsAsync(to, ct), await Samples.RowsAsync(source, ct));
    }

    [Fact]
    public async Task Copy_ToADatabaseThatIsNotEmpty_IsRefused()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var target = await TestDatabase.CreateAsync(Backend.Sqlite, postgres);
        await using var source = await Samples.OpenAsync("mlflow-3.11", target.Folder, ct);
        await new SchemaGate(source, TimeProvider.System).OpenAsync("r", true, ct);
        await using var to = await target.OpenAsync(ct);
        await new SchemaGate(to, TimeProvider.System).OpenAsync("r", false, ct);
        await to.WriteAsync(async s => await s.ExecuteAsync("INSERT INTO experiments (name) VALUES ('mine')"), ct);
        (
            await Should.ThrowAsync<SchemaException>(() => new DatabaseCopy(source, to, (_, _) => { }).RunAsync(ct))
        ).Message.ShouldContain("not empty");
    }

    [Fact]
    public async Task Copy_ThatIsRefused_NamesTheRowAndKeepsServersAway()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var target = await TestDatabase.CreateAsync(Backend.Postgres, postgres);
        await using var source = await Samples.OpenAsync("mlflow-3.11", target.Folder, ct);
        await new SchemaGate(source, TimeProvider.System).OpenAsync("r", true, ct);
        await source.WriteAsync(
            async s =>
                await s.ExecuteAsync(
                    $"INSERT INTO experiments (experiment_id, name) VALUES (4711, '{new string('x', 300)}'), (4712, 'after')"
                ),
            ct
        );
        await using var to = await target.OpenAsync(ct);

        var refused = await Should.ThrowAsync<SchemaException>(() =>
            new DatabaseCopy(source, to, (_, _) => { }).RunAsync(ct)
        );

        refused.Message.ShouldContain("[4711] of experiments");
        refused.Message.ShouldContain("column name");
        var gate = new SchemaGate(to, TimeProvider.System);
        (await Should.ThrowAsync<SchemaException>(() => gate.OpenAsync("r", false, ct))).Message.ShouldContain(
            "part of a copy"
        );
        (await Should.ThrowAsync<SchemaException>(() => gate.ReleaseAsync(ct))).Message.ShouldContain("part of a copy");
        await source.WriteAsync(
            async s => await s.ExecuteAsync("UPDATE experiments SET name = 'short' WHERE experiment_id = 4711"),
            ct
        );
        await new DatabaseCopy(source, to, (_, _) => { }).RunAsync(ct);
        await gate.OpenAsync("r", false, ct);
    }

    [Fact]
    public async Task Copy_OfNaNToSqlite_LeavesTheValueOut()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var from = await TestDatabase.CreateAsync(Backend.Postgres, postgres);
        await using var to = await TestDatabase.CreateAsync(Backend.Sqlite, postgres);
        await using var source = await from.OpenAsync(ct);
        await using var target = await to.OpenAsync(ct);
        await new SchemaGate(source, TimeProvider.System).OpenAsync("r", false, ct);
        await source.WriteAsync(
            async s =>
                await s.ExecuteAsync(
                    """
                    INSERT INTO runs (run_uuid, experiment_id) VALUES ('r', 0);
                    INSERT INTO logged_models (model_id, experiment_id, name, artifact_location, creation_timestamp_ms, last_updated_timestamp_ms, status)
                    VALUES ('m', 0, 'm', 'l', 1, 1, 1);
                    INSERT INTO logged_model_metrics (model_id, metric_name, metric_timestamp_ms, metric_step, metric_value, experiment_id, run_id)
                    VALUES ('m', 'k', 1, 1, 'NaN', 0, 'r')
                    """
                ),
            ct
        );

        await new DatabaseCopy(source, target, (_, _) => { }).RunAsync(ct);

        (
            await target.ReadAsync(
                s => s.FirstAsync("SELECT metric_value IS NULL FROM logged_model_metrics", r => r.GetBoolean(0)),
                ct
            )
        ).ShouldBeTrue();
    }

    private static Task<long> NextExperimentAsync(Database database, CancellationToken ct) =>
        database.WriteAsync(
            session =>
                session.FirstAsync(
                    "INSERT INTO experiments (name) VALUES ('next') RETURNING experiment_id",
                    r => r.GetInt64(0)
                ),
            ct
        );
}
