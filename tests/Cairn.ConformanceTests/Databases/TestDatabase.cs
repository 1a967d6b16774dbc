using Cairn.Sql.Engine;

namespace Cairn.ConformanceTests.Databases;

/// <summary>The databases that every store's tests run on.</summary>
public enum Backend
{
    Sqlite,
    Postgres,
}

/// <summary>An empty database of either kind, gone with its test.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-test-");

    private TestDatabase() { }

    /// <summary>Its URI, password included.</summary>
    public string Uri { get; private set; } = "";

    /// <summary>A folder for the test's files.</summary>
    public string Folder => _folder.FullName;

    public static async Task<TestDatabase> CreateAsync(Backend backend, PostgresFixture postgres)
    {
        var database = new TestDatabase();
        database.Uri =
            backend == Backend.Sqlite ? $"sqlite:///{database.Folder}/test.db" : await postgres.CreateDatabaseAsync();
        return database;
    }

    public Task<Database> OpenAsync(CancellationToken ct) => OpenAsync(Uri, ct);

    public static Task<Database> OpenAsync(string uri, CancellationToken ct) =>
        Cairn.Sql.Engine.Databases.OpenAsync(DatabaseUri.Parse(uri, _ => null), new DatabaseSettings(), ct);

    public ValueTask DisposeAsync()
    {
        _folder.Delete(true);
        return ValueTask.CompletedTask;
    }
}
