using Cairn.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.ConformanceTests.Hosting;

/// <summary>The real server on a free port of this machine, with a folder of its own that goes with it.</summary>
public sealed class RunningCairn : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningCairn(WebApplication app, string folder)
    {
        _app = app;
        Folder = folder;
        var address = app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        Http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>A client whose base address is the server's.</summary>
    public HttpClient Http { get; }

    /// <summary>The server's folder: <c>cairn.db</c> and <c>artifacts</c>.</summary>
    public string Folder { get; }

    /// <summary>The server's services, for tests below HTTP.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a server.</summary>
    /// <param name="configure">Changes the options of a test server: SQLite and local artifacts in <see
    /// cref="Folder"/>.</param>
    public static async Task<RunningCairn> StartAsync(Func<ServerOptions, ServerOptions>? configure = null)
    {
        var folder = Directory.CreateTempSubdirectory("cairn-test-").FullName;
        var options = new ServerOptions
        {
            Listen = new() { Port = 0 },
            Storage = new() { BackendStoreUri = $"sqlite:///{folder}/cairn.db" },
            Artifacts = new() { Destination = Path.Combine(folder, "artifacts") },
            Webhooks = new() { Encryption = new("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=") },
        };
        var app = await CairnServer.BuildAsync(configure?.Invoke(options) ?? options, null, CancellationToken.None);
        await app.StartAsync();
        return new(app, folder);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
