using Cairn.Server.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.ConformanceTests.Hosting;

/// <summary>
/// The real server on a free port of this machine, with a folder of its own that is deleted with it. It runs in the
/// tests' process, or is the executable that <see cref="CairnExecutable"/> names.
/// </summary>
public sealed class RunningCairn : IAsyncDisposable
{
    private readonly IServiceProvider? _services;
    private readonly IAsyncDisposable _server;

    private RunningCairn(Uri address, string folder, IAsyncDisposable server, IServiceProvider? services)
    {
        (Folder, _server, _services) = (folder, server, services);
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>A client whose base address is the server's.</summary>
    public HttpClient Http { get; }

    /// <summary>The server's folder: <c>cairn.db</c> and <c>artifacts</c>.</summary>
    public string Folder { get; }

    /// <summary>The options that the server was started with.</summary>
    public required ServerOptions Options { get; init; }

    /// <summary>The server's services, for tests below HTTP. Skips the test when the server has its own process.</summary>
    public IServiceProvider Services
    {
        get
        {
            Assert.SkipWhen(_services is null, "reads the server's services, which are in another process");
            return _services;
        }
    }

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
            Webhooks = new() { Encryption = new(ProcessSettings.EncryptionKey) },
        };
        options = configure?.Invoke(options) ?? options;
        return CairnExecutable.Named is null
            ? await StartHereAsync(options, folder)
            : await StartProcessAsync(options, folder);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<RunningCairn> StartHereAsync(ServerOptions options, string folder)
    {
        var app = await CairnServer.BuildAsync(options, null, CancellationToken.None);
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new(new(addresses.First()), folder, app, app.Services) { Options = options };
    }

    private static async Task<RunningCairn> StartProcessAsync(ServerOptions options, string folder)
    {
        CairnProcess server;
        try
        {
            server = await CairnProcess.StartAsync(ProcessSettings.Of(options), CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // A process that refuses to start cannot throw into the test: the same server must refuse to start here too.
            await using var here = await StartHereAsync(options, folder);
            throw;
        }

        return new(server.Address, folder, server, null) { Options = options };
    }
}
