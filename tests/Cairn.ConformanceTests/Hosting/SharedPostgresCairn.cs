using Cairn.ConformanceTests.Databases;
using Cairn.ConformanceTests.Hosting;

[assembly: AssemblyFixture(typeof(SharedPostgresCairn))]

namespace Cairn.ConformanceTests.Hosting;

/// <summary>One server on PostgreSQL that many tests share, started by the first that asks for it.</summary>
public sealed class SharedPostgresCairn : IAsyncDisposable
{
    private readonly Lazy<Task<(PostgresServer Postgres, RunningCairn Cairn)>> _running = new(StartAsync);

    /// <summary>The server. Skips the test where PostgreSQL is not installed.</summary>
    public async Task<RunningCairn> ServerAsync() => (await _running.Value).Cairn;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_running.IsValueCreated && _running.Value.IsCompletedSuccessfully)
        {
            var (postgres, cairn) = await _running.Value;
            await cairn.DisposeAsync();
            await postgres.DisposeAsync();
        }
    }

    private static async Task<(PostgresServer Postgres, RunningCairn Cairn)> StartAsync()
    {
        var postgres = await PostgresServer.StartAsync();
        try
        {
            var uri = await postgres.CreateDatabaseAsync();
            return (
                postgres,
                await RunningCairn.StartAsync(options =>
                    options with
                    {
                        Storage = options.Storage with { BackendStoreUri = uri },
                    }
                )
            );
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }
}
