using Cairn.ConformanceTests.Hosting;

[assembly: AssemblyFixture(typeof(SharedCairn))]

namespace Cairn.ConformanceTests.Hosting;

/// <summary>One server that many tests share: each uses fresh names.</summary>
public sealed class SharedCairn : IAsyncLifetime
{
    private RunningCairn? _server;

    /// <summary>The server.</summary>
    public RunningCairn Server => _server!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _server = await RunningCairn.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server!.DisposeAsync();
}
