using Cairn.ConformanceTests.Databases;
using Cairn.Sql.Schema;

namespace Cairn.ConformanceTests.Schema;

/// <summary>A fresh database has MLflow's schema, names of constraints and indexes included.</summary>
public sealed class HeadSchemaTests(PostgresFixture postgres)
{
    [Fact]
    public async Task FreshSqlite_EqualsTheDatabaseThatMlflowMade()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var test = await TestDatabase.CreateAsync(Backend.Sqlite, postgres);
        await using var fresh = await test.OpenAsync(ct);
        await new SchemaGate(fresh, TimeProvider.System).OpenAsync("r", false, ct);
        await using var sample = await Samples.OpenAsync("mlflow-3.11", test.Folder, ct);
        SchemaFacts.ShouldBeEqual(await SchemaFacts.ReadAsync(fresh, ct), await SchemaFacts.ReadAsync(sample, ct));
    }

    [Fact]
    public async Task FreshPostgres_EqualsTheReference()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var test = await TestDatabase.CreateAsync(Backend.Postgres, postgres);
        await using var fresh = await test.OpenAsync(ct);
        await new SchemaGate(fresh, TimeProvider.System).OpenAsync("r", false, ct);
        SchemaFacts.ShouldBeEqual(await SchemaFacts.ReadAsync(fresh, ct), SchemaFacts.PostgresReference());
    }
}
