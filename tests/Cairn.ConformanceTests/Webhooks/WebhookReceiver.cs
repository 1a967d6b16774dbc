using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cairn.ConformanceTests.Webhooks;

/// <summary>
/// A webhook's target: keeps what it is sent, and answers with the statuses that it is given, then with 200.
/// </summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly Channel<ReceivedEvent> _received = Channel.CreateUnbounded<ReceivedEvent>();
    private readonly WebApplication _app;
    private readonly Queue<int> _statuses;

    private WebhookReceiver(WebApplication app, IEnumerable<int> statuses) => (_app, _statuses) = (app, new(statuses));

    /// <summary>Where it listens.</summary>
    public string Url =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        + "/hook";

    public static async Task<WebhookReceiver> StartAsync(params int[] statuses)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(builder.Build(), statuses);
        receiver._app.Run(receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>The next event.</summary>
    public ValueTask<ReceivedEvent> NextAsync(CancellationToken ct) => _received.Reader.ReadAsync(ct);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var headers = http.Request.Headers;
        await _received.Writer.WriteAsync(
            new(
                await reader.ReadToEndAsync(),
                headers["X-MLflow-Delivery-Id"].ToString(),
                headers["X-MLflow-Timestamp"].ToString(),
                headers["X-MLflow-Signature"].ToString()
            )
        );
        http.Response.Headers.Location = "/elsewhere"; // Where a redirect would lead to: here again.
        http.Response.StatusCode = _statuses.TryDequeue(out var status) ? status : 200;
    }
}

internal sealed record ReceivedEvent(string Body, string DeliveryId, string Timestamp, string Signature);
