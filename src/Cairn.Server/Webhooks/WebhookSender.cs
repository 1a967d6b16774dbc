using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cairn.Core.Errors;
using Cairn.Core.Webhooks;

namespace Cairn.Server.Webhooks;

/// <summary>Sends an event to a webhook's target, signed as MLflow signs.</summary>
internal sealed class WebhookSender : IDisposable
{
    private const int MostOfBody = 64 << 10;
    private readonly WebhookOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    public WebhookSender(WebhookOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        _http = new(
            new SocketsHttpHandler
            {
                ConnectCallback = new WebhookTargets(options).ConnectAsync,
                AllowAutoRedirect = false, // Events go where they were addressed to.
                UseProxy = false, // The address that is checked must be the one that is dialled.
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan, // Its own ends with the headers; a body may trickle for ever.
        };
    }

    /// <summary>Sends a delivery. The answer may be of any status.</summary>
    /// <param name="delivery">What to send, and where to.</param>
    /// <param name="wantsBody">Whether the beginning of the answer's body is read too.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="CairnException">The target must not be reached, or its secret cannot be read.</exception>
    /// <exception cref="HttpRequestException">The target cannot be reached.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="TimeoutException">The target took too long, with its headers or with its body.</exception>
    public async Task<WebhookAnswer> SendAsync(WebhookDelivery delivery, bool wantsBody, CancellationToken ct)
    {
        var uri = new Uri(delivery.Url);
        if (!_options.AllowedSchemes.Contains(uri.Scheme, StringComparer.OrdinalIgnoreCase))
        {
            throw CairnException.Invalid(
                $"The scheme of {uri.GetLeftPart(UriPartial.Authority)} is not allowed for webhooks."
            );
        }

        var now = _clock.GetUtcNow();
        var payload = Payload(delivery, now);
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(payload) };
        var id = DeliveryId(delivery);
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("cairn", null));
        request.Headers.Add("X-MLflow-Delivery-Id", id);
        request.Headers.Add("X-MLflow-Timestamp", timestamp);
        if (delivery.Secret is { Length: > 0 } encrypted)
        {
            request.Headers.Add("X-MLflow-Signature", Sign(Secret(encrypted), id, timestamp, payload));
        }

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.RequestTimeout), _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = wantsBody ? await BodyAsync(answer, either.Token) : "";
            return new((int)answer.StatusCode, body, answer.Headers.RetryAfter?.Delta);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new TimeoutException($"The target did not answer within {_options.RequestTimeout} seconds.", e);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The same for all attempts of a delivery, so that the receiver can tell a repetition.</summary>
    private static string DeliveryId(WebhookDelivery delivery) =>
        new Guid(
            SHA256.HashData(Encoding.UTF8.GetBytes(delivery.EventId + delivery.WebhookId)).AsSpan(0, 16)
        ).ToString();

    private string Secret(string encrypted) =>
        _options.Encryption is null
            ? throw CairnException.Invalid(
                "The webhook has a secret, but MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY is not set."
            )
            : _options.Encryption.Decrypt(encrypted)
                ?? throw CairnException.Invalid(
                    "The webhook's secret was encrypted with another MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY."
                );

    private static string Sign(string secret, string id, string timestamp, byte[] payload)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. payload];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }

    private static byte[] Payload(WebhookDelivery delivery, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (
            var json = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            json.WriteStartObject();
            json.WriteString("entity", delivery.Entity);
            json.WriteString("action", delivery.Action);
            json.WriteString(
                "timestamp",
                now.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture)
            );
            json.WritePropertyName("data");
            json.WriteRawValue(delivery.Data);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static async Task<string> BodyAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        var bytes = new byte[MostOfBody];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}

/// <summary>What a target answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The beginning of the body, where it was wanted.</param>
/// <param name="RetryAfter">How long it wants to be left alone.</param>
internal sealed record WebhookAnswer(int Status, string Body, TimeSpan? RetryAfter)
{
    /// <summary>Whether the target took the event. A redirect has not: it is not followed.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Whether trying again may help.</summary>
    public bool IsTemporary => Status is 429 or 500 or 502 or 503 or 504;
}
