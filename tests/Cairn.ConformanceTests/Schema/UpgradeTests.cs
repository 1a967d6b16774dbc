using Cairn.ConformanceTests.Databases;
using Cairn.Sql.Schema;

namespace Cairn.ConformanceTests.Schema;

/// <summary>Databases of earlier MLflows are brought to the head, with all of their rows.</summary>
public sealed class UpgradeTests(PostgresFixture postgres)
{
    public static TheoryData<string> Older => Samples.Older;

    [Theory]
    [MemberData(nameof(Older))]
    public async Task Upgrade_OfASample_KeepsAllRowsAndEqualsAFreshSchema(string name)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var test = await TestDatabase.CreateAsync(Backend.Sqlite, postgres);
        await using var sample = await Samples.OpenAsync(name, test.Folder, ct);
        var before = await Samples.RowsAsync(sample, ct);
        var gate = new SchemaGate(sample, TimeProvider.System);
        (await gate.PlanAsync(ct)).ShouldNotBeEmpty();
        (await gate.StatusAsync(ct)).State.ShouldBe(SchemaState.Older);
        await gate.OpenAsync("r", true, ct);

        (await gate.StatusAsync(ct)).State.ShouldBe(SchemaState.Head);
        var after = await Samples.RowsAsync(sample, ct);
        before.Except(after).ShouldBeEmpty();

        await using var fresh = await test.OpenAsync(ct);
        await new SchemaGate(fresh, TimeProvider.System).OpenAsync("r", false, ct);
        SchemaFacts.ShouldBeEqual(await SchemaFacts.ReadAsync(sample, ct), await SchemaFacts.ReadAsync(fresh, ct));
    }

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task Upgrade_FromTheFirstRevision_FillsTagsAndLatestMetrics(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var test = await TestDatabase.CreateAsync(backend, postgres);
        await using var database = await test.OpenAsync(ct);
        var script = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Schema", "revision-451aebb31d03.sql"), ct);
        if (backend == Backend.Postgres)
        {
            script = script.Replace("experiment_id INTEGER NOT NULL", "experiment_id SERIAL NOT NULL", StringComparison.Ordinal);
        }

        await database.WriteAsync(async session => await session.ExecuteAsync(script), ct);
        await new SchemaGate(database, TimeProvider.System).OpenAsync("r", true, ct);
        await database.ReadAsync(
            async session =>
            {
                (await session.ListAsync("SELECT run_uuid, value FROM tags WHERE key = 'mlflow.user' ORDER BY run_uuid", r => r.GetString(0) + r.GetString(1)))
                    .ShouldBe(["r1ann", "r2kept"]);
                (await session.ListAsync("SELECT key, value, step, is_nan FROM latest_metrics ORDER BY key", r => (r.GetString(0), r.GetDouble(1), r.GetInt64(2), r.GetBoolean(3))))
                    .ShouldBe([("acc", 0.25, 2, false), ("loss", 7, 1, false)]);
                (await session.ListAsync("SELECT workspace FROM experiments", r => r.GetString(0))).ShouldBe(["default"]);
                return true;
            },
            ct);

        await using var other = await TestDatabase.CreateAsync(backend, postgres);
        await using var fresh = await other.OpenAsync(ct);
        await new SchemaGate(fresh, TimeProvider.System).OpenAsync("r", false, ct);
        SchemaFacts.ShouldBeEqual(await SchemaFacts.ReadAsync(database, ct), await SchemaFacts.ReadAsync(fresh, ct));
    }

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task Release_TakesCairnsObjectsAway_AndOpeningMakesThemAgain(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var test = await TestDatabase.CreateAsync(backend, postgres);
        await using var database = await test.OpenAsync(ct);
        var gate = new SchemaGate(database, TimeProvider.System);
        await gate.OpenAsync("r", false, ct);
        (await gate.ReleaseAsync(ct)).ShouldBeGreaterThan(0);
        (await gate.StatusAsync(ct)).MissingAdditions.ShouldNotBeEmpty();
        await gate.OpenAsync("r", false, ct);
        (await gate.StatusAsync(ct)).MissingAdditions.ShouldBeEmpty();
    }
}
