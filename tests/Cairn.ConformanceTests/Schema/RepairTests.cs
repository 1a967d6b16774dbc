using Cairn.ConformanceTests.Databases;
using Cairn.ConformanceTests.Registry;
using Cairn.Core.Errors;
using Cairn.Sql.Schema;

namespace Cairn.ConformanceTests.Schema;

/// <summary>Databases that another tool has copied without their counters, defaults or indexes.</summary>
public sealed class RepairTests(PostgresFixture postgres)
{
    private const string AddTen =
        "INSERT INTO experiments (experiment_id, name, workspace, lifecycle_stage) SELECT i, 'e' || i, 'default', 'active' FROM generate_series(1, 10) i";

    [Fact]
    public async Task CreateAsync_WhenTheCounterLags_AdvancesIt()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stores = await RegistryStores.OpenAsync(Backend.Postgres, postgres, ct);
        await stores.Database.WriteAsync(async s => await s.ExecuteAsync(AddTen), ct);
        (await stores.Experiments.CreateAsync(new("new", null, []), ct)).ShouldBe(11);
        (
            await Should.ThrowAsync<CairnException>(() => stores.Experiments.CreateAsync(new("new", null, []), ct))
        ).Message.ShouldContain("already exists");
    }

    [Fact]
    public async Task RunAsync_OfWhatACopyLeftOut_RestoresIt()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stores = await RegistryStores.OpenAsync(Backend.Postgres, postgres, ct);
        var repair = new SchemaRepair(stores.Database);
        (await repair.FindAsync(ct)).ShouldBeEmpty();
        (await repair.RunAsync(ct)).ShouldBeEmpty();
        await stores.Database.WriteAsync(
            async s =>
            {
                await s.ExecuteAsync(AddTen);
                await s.ExecuteAsync("ALTER TABLE experiments ALTER COLUMN experiment_id DROP DEFAULT");
                await s.ExecuteAsync("DROP INDEX index_metrics_run_uuid_key_step");
                await s.ExecuteAsync("ALTER TABLE experiments DROP CONSTRAINT uq_experiments_workspace_name");
            },
            ct
        );
        (await repair.FindAsync(ct)).ShouldContain("create index index_metrics_run_uuid_key_step");
        (await repair.RunAsync(ct)).ShouldBe([
            "create index index_metrics_run_uuid_key_step",
            "advance the counter of experiment ids",
            "ALTER TABLE experiments ALTER COLUMN \"experiment_id\" SET DEFAULT "
                + "nextval('experiments_experiment_id_seq'::regclass)",
            "ALTER TABLE experiments ADD CONSTRAINT \"uq_experiments_workspace_name\" UNIQUE (workspace, name)",
        ]);
        (await repair.RunAsync(ct)).ShouldBeEmpty();
        (await stores.Experiments.CreateAsync(new("new", null, []), ct)).ShouldBe(11);
    }
}
