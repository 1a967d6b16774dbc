using System.Net.Security;
using System.Net.Sockets;
using Azure.Core.Pipeline;
using Cairn.Artifacts.Azure;
using Cairn.Artifacts.Azure.Accounts;
using Cairn.Azure.Transport;
using Cairn.Core.Artifacts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(Cairn.ConformanceTests.Azure.AzureFixture))]

namespace Cairn.ConformanceTests.Azure;

/// <summary>The emulators that all Azure tests of a run share.</summary>
public sealed class AzureFixture : IAsyncDisposable
{
    private static int _containers;

    /// <summary>Takes account keys and signatures.</summary>
    public Azurite Plain { get; } = new(https: false);

    /// <summary>Takes tokens too.</summary>
    public Azurite Https { get; } = new(https: true);

    /// <summary>Gives tokens.</summary>
    public FakeEntra Entra { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await Plain.DisposeAsync();
        await Https.DisposeAsync();
        await Entra.DisposeAsync();
    }

    /// <summary>A name that no other test uses.</summary>
    public static string NewContainer() => $"c{Interlocked.Increment(ref _containers)}-{Guid.NewGuid():N}"[..30];

    /// <summary>Options over these variables, that trust the test certificate and do not wait long.</summary>
    /// <param name="variables">The whole environment.</param>
    /// <param name="port">Where connections to hosts of other machines go instead; null lets none through.</param>
    internal static AzureOptions Options(IReadOnlyDictionary<string, string> variables, int? port = null) =>
        new()
        {
            CreateContainer = true,
            RetryDelay = TimeSpan.FromMilliseconds(10),
            Environment = new() { Settings = new(variables.GetValueOrDefault), Transport = Transport(port) },
        };

    internal static AzureArtifactStoreFactory Factory(
        AzureOptions options,
        ILogger? log = null,
        TimeProvider? time = null,
        params string[] trusted
    ) => new(options, trusted, time ?? TimeProvider.System, log ?? NullLogger.Instance);

    /// <summary>A store on a container of its own, by connection string.</summary>
    internal async Task<IArtifactStore> NewStoreAsync(
        Func<AzureOptions, AzureOptions>? change = null,
        string? container = null
    )
    {
        await Plain.StartAsync(TestContext.Current.CancellationToken);
        var options = Options(
            new Dictionary<string, string> { ["AZURE_STORAGE_CONNECTION_STRING"] = Plain.ConnectionString }
        );
        return Factory(change?.Invoke(options) ?? options)
            .Open(ArtifactUri.Parse($"wasbs://{container ?? NewContainer()}@{Azurite.Account}.blob.core.windows.net"))
            .Store;
    }

    private static HttpClientTransport Transport(int? port) =>
        AzureTransport.Over(
            new SocketsHttpHandler
            {
                SslOptions = new SslClientAuthenticationOptions
                {
                    RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                        certificate?.GetCertHashString() == TestCertificate.Instance.GetCertHashString(),
                },
                ConnectCallback = async (connection, ct) =>
                {
                    var here = connection.DnsEndPoint.Host is "127.0.0.1" or "localhost";
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    await socket.ConnectAsync(
                        "127.0.0.1",
                        here
                            ? connection.DnsEndPoint.Port
                            : port ?? throw new SocketException((int)SocketError.HostNotFound),
                        ct
                    );
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        );
}
