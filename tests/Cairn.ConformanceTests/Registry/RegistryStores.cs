using Cairn.ConformanceTests.Databases;
using Cairn.Core.Registry;
using Cairn.Sql.Engine;
using Cairn.Sql.Experiments;
using Cairn.Sql.LoggedModels;
using Cairn.Sql.Registry;
using Cairn.Sql.Runs;
using Cairn.Sql.Schema;
using Cairn.Sql.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.ConformanceTests.Registry;

/// <summary>The registry's stores on a fresh database.</summary>
internal sealed class RegistryStores : IAsyncDisposable
{
    private readonly TestDatabase _test;

    private RegistryStores(TestDatabase test, Database inner)
    {
        _test = test;
        Database = new(inner);
        var registry = new RegistryDatabase(Database);
        Outbox = new(registry, TimeProvider.System, NullLogger<WebhookOutbox>.Instance);
        Models = new SqlRegisteredModelStore(registry, Outbox, TimeProvider.System);
        Versions = new SqlModelVersionStore(registry, Outbox, TimeProvider.System);
        Webhooks = new(registry, TimeProvider.System);
        LoggedModels = new(Database, TimeProvider.System);
        Runs = new(Database, TimeProvider.System);
        Experiments = new(Database, "mlflow-artifacts:/", TimeProvider.System);
    }

    /// <summary>The database's URI, for a server on it.</summary>
    public string Uri => _test.Uri;

    public CountingDatabase Database { get; }

    public WebhookOutbox Outbox { get; }

    public IRegisteredModelStore Models { get; }

    public IModelVersionStore Versions { get; }

    public SqlWebhookStore Webhooks { get; }

    public SqlLoggedModelStore LoggedModels { get; }

    public SqlRunStore Runs { get; }

    public SqlExperimentStore Experiments { get; }

    public static async Task<RegistryStores> OpenAsync(Backend backend, PostgresFixture postgres, CancellationToken ct)
    {
        var test = await TestDatabase.CreateAsync(backend, postgres);
        var database = await test.OpenAsync(ct);
        await new SchemaGate(database, TimeProvider.System).OpenAsync("mlflow-artifacts:/", false, ct);
        return new(test, database);
    }

    public Task CreateVersionAsync(string name, CancellationToken ct) =>
        Versions.CreateAsync(new(name, "s3://b/x", "s3://b/x", "", "", "", []), ct);

    public async ValueTask DisposeAsync()
    {
        Outbox.Dispose();
        await Database.DisposeAsync();
        await _test.DisposeAsync();
    }
}
