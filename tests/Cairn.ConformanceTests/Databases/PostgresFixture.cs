using Cairn.ConformanceTests.Databases;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Cairn.ConformanceTests.Databases;

/// <summary>One PostgreSQL server for all tests of the assembly, started by the first that asks for it.</summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _server = new(PostgresServer.StartAsync);

    /// <summary>The server, running.</summary>
    public Task<PostgresServer> Server => _server.Value;

    /// <summary>A new, empty database's URI.</summary>
    public async Task<string> CreateDatabaseAsync() => await (await Server).CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated && _server.Value.IsCompletedSuccessfully)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
