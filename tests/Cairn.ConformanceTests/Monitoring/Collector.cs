using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Cairn.ConformanceTests.Monitoring;

/// <summary>
/// What the server's telemetry, and its calls, are sent to: it keeps them and answers as a collector, as Application
/// Insights, and else with 403.
/// </summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, string Body)> _received = new();

    private Collector(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public string Address => _app.Urls.First();

    /// <summary>All bodies as text: protobuf leaves the strings in it readable.</summary>
    public string Text => string.Join('\n', _received.Select(r => r.Body));

    public static async Task<Collector> StartAsync(HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols)
        );
        var collector = new Collector(builder.Build());
        collector._app.Run(collector.AnswerAsync);
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>What came to a path.</summary>
    public IReadOnlyList<string> At(string path) => [.. _received.Where(r => r.Path == path).Select(r => r.Body)];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var body = await ReadAsync(http.Request);
        _received.Enqueue((http.Request.Path, body));
        if (http.Request.ContentType == "application/grpc")
        {
            http.Response.ContentType = "application/grpc";
            await http.Response.Body.WriteAsync(new byte[5]); // An empty message.
            http.Response.AppendTrailer("grpc-status", "0");
        }
        else if (http.Request.Path.Value!.EndsWith("/track", StringComparison.Ordinal))
        {
            var count = body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
            await http.Response.WriteAsync($$"""{"itemsReceived":{{count}},"itemsAccepted":{{count}},"errors":[]}""");
        }
        else
        {
            http.Response.StatusCode = http.Request.Path.StartsWithSegments("/v1")
                ? StatusCodes.Status200OK
                : StatusCodes.Status403Forbidden;
        }
    }

    private static async Task<string> ReadAsync(HttpRequest request)
    {
        var body =
            request.Headers.ContentEncoding == "gzip"
                ? new GZipStream(request.Body, CompressionMode.Decompress)
                : request.Body;
        using var bytes = new MemoryStream();
        await body.CopyToAsync(bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
