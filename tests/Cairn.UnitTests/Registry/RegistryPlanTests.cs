using Cairn.Core.Registry;
using Cairn.Sql.Engine.Sqlite;
using Cairn.Sql.Registry;
using Cairn.Sql.Schema;
using Cairn.Sql.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.UnitTests.Registry;

/// <summary>
/// SQLite has no statistics here: that all rows are of one workspace, it cannot know, and takes an index for good that
/// leads to all
/// of them. A large registry is slow then, and no small test notices.
/// </summary>
public sealed class RegistryPlanTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-plan-");
    private ExplainingDatabase _database = null!;
    private WebhookOutbox _outbox = null!;
    private SqlRegisteredModelStore _models = null!;
    private SqlModelVersionStore _versions = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var sqlite = SqliteDatabase.Open(Path.Combine(_folder.FullName, "a.db"));
        await new SchemaGate(sqlite, TimeProvider.System).OpenAsync("mlflow-artifacts:/", false, Ct);
        _database = new(sqlite);
        var registry = new RegistryDatabase(_database);
        _outbox = new(registry, TimeProvider.System, NullLogger<WebhookOutbox>.Instance);
        _models = new(registry, _outbox, TimeProvider.System);
        _versions = new(registry, _outbox, TimeProvider.System);
        await _models.CreateAsync("m", "", [new() { Key = "k", Value = "v" }], Ct);
        await _versions.CreateAsync(
            new("m", "s3://b/x", "s3://b/x", "run", "", "", [new() { Key = "k", Value = "v" }]),
            Ct
        );
    }

    public async ValueTask DisposeAsync()
    {
        _outbox.Dispose();
        await _database.DisposeAsync();
        _folder.Delete(true);
    }

    [Fact]
    public async Task Statements_ThatConcernOneModel_StartAtIt()
    {
        _database.Steps.Clear();
        await _models.SetAliasAsync("m", "a", 1, Ct);
        await _versions.GetByAliasAsync("m", "a", Ct);
        await _versions.GetByAliasAsync("m", "latest", Ct);
        await _versions.GetAsync("m", 1, Ct);
        await _versions.LatestAsync("m", [], Ct);
        await _versions.PlaceAsync("m", 1, Ct);
        await _versions.UpdateAsync("m", 1, "d", Ct);
        await _versions.TransitionAsync("m", 1, "Staging", true, Ct);
        await _versions.SetTagAsync("m", 1, "k", "w", Ct);
        await _versions.DeleteTagAsync("m", 1, "k", Ct);
        await _models.GetAsync("m", Ct);
        await _models.UpdateAsync("m", "d", Ct);
        await _models.SetTagAsync("m", "k", "w", Ct);
        await _models.DeleteTagAsync("m", "k", Ct);
        await _models.DeleteAliasAsync("m", "a", Ct);
        await _models.RenameAsync("m", "n", Ct);
        await _versions.DeleteAsync("n", 1, Ct);
        await _models.DeleteAsync("n", Ct);
        ShouldStartAtWhatTheyLookFor();
    }

    [Theory]
    [InlineData("name = 'm'")]
    [InlineData("name LIKE 'm%'")]
    [InlineData("name LIKE 'm%' AND tags.k = 'v'")]
    [InlineData("tags.k = 'v'")]
    [InlineData("tags.k = 'v' AND run_id = 'run'")]
    [InlineData("run_id = 'run'")]
    [InlineData("run_id IN ('run', 'other')")]
    public async Task Search_OfVersionsThatAreFew_StartsAtThem(string filter)
    {
        _database.Steps.Clear();
        (await _versions.SearchAsync(new RegistryQuery(filter, [], 10, null), Ct)).ModelVersions!.Count.ShouldBe(1);
        (
            await _versions.SearchAsync(new RegistryQuery(filter, ["creation_timestamp DESC"], 10, null), Ct)
        ).ModelVersions!.Count.ShouldBe(1);
        ShouldStartAtWhatTheyLookFor();
    }

    [Fact]
    public async Task Search_OfAllVersions_WalksThemInOrder()
    {
        _database.Steps.Clear();
        await _versions.SearchAsync(new RegistryQuery(null, [], 10, null), Ct);
        _database.Steps[0].ShouldBe("SEARCH v USING INDEX cairn_model_versions_updated (workspace=?)");
        // The tags of the page are sorted.
        _database.Steps.TakeWhile(step => !step.Contains("VALUES")).ShouldNotContain("USE TEMP B-TREE FOR ORDER BY");
    }

    private void ShouldStartAtWhatTheyLookFor()
    {
        _database.Steps.ShouldContain(step => step.Contains("model_versions"));
        _database
            .Steps.Where(step => step.EndsWith("(workspace=?)", StringComparison.Ordinal) || IsScanOfATable(step))
            .ShouldBeEmpty();
    }

    // A scan of a list that the statement itself holds is none.
    private static bool IsScanOfATable(string step) =>
        step.StartsWith("SCAN ", StringComparison.Ordinal)
        && (
            step.Contains("model", StringComparison.Ordinal)
            || step is "SCAN v" or "SCAN m" or "SCAN f" or "SCAN t" or "SCAN x"
        );
}
