using System.Net;
using Azure.Core.Pipeline;

namespace Cairn.Azure.Transport;

/// <summary>The connections to Azure storage, shared by all stores of the process.</summary>
internal static class AzureTransport
{
    public static HttpClientTransport Shared { get; } = Over(new SocketsHttpHandler());

    /// <summary>A transport that sends and takes bodies as they are.</summary>
    public static HttpClientTransport Over(SocketsHttpHandler handler)
    {
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.AutomaticDecompression = DecompressionMethods.None;
        handler.ConnectTimeout = TimeSpan.FromSeconds(10);
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(10); // So that a change in DNS is noticed.
        handler.MaxConnectionsPerServer = 256;
        return new(new HttpClient(handler, true) { Timeout = Timeout.InfiniteTimeSpan });
    }
}
