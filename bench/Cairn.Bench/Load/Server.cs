using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Bench.Load;

/// <summary>A server under load, spoken to in MLflow's public API alone.</summary>
internal sealed class Server(Uri address, int connections) : IDisposable
{
    private const string Api = "api/2.0/mlflow/";
    private readonly HttpClient _http = new(
        new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false }
    )
    {
        BaseAddress = new Uri(address.ToString().TrimEnd('/') + "/"),
        Timeout = TimeSpan.FromMinutes(5),
    };

    public Uri Address => address;

    /// <summary>Sends and reads the whole answer; true for 200.</summary>
    public async Task<bool> SendAsync(HttpMethod method, string path, byte[]? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
        }

        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        await answer.Content.CopyToAsync(Stream.Null, ct);
        return answer.IsSuccessStatusCode;
    }

    public Task<bool> GetAsync(string path, CancellationToken ct) => SendAsync(HttpMethod.Get, path, null, ct);

    public Task<bool> PostAsync(string path, byte[] body, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, Api + path, body, ct);

    /// <summary>A call whose answer is needed.</summary>
    public async Task<JsonObject> CallAsync(string path, JsonObject body, CancellationToken ct)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };
        using var answer = await _http.PostAsync(new Uri(Api + path, UriKind.Relative), content, ct);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStreamAsync(ct))!.AsObject();
    }

    /// <summary>A read whose answer is needed.</summary>
    public async Task<JsonObject> FetchAsync(string path, CancellationToken ct)
    {
        await using var answer = await _http.GetStreamAsync(new Uri(path, UriKind.Relative), ct);
        return (await JsonNode.ParseAsync(answer, cancellationToken: ct))!.AsObject();
    }

    public async Task<double> PutAsync(string path, byte[] content, CancellationToken ct)
    {
        var before = System.Diagnostics.Stopwatch.GetTimestamp();
        using var answer = await _http.PutAsync(new Uri(path, UriKind.Relative), new ByteArrayContent(content), ct);
        answer.EnsureSuccessStatusCode();
        return System.Diagnostics.Stopwatch.GetElapsedTime(before).TotalSeconds;
    }

    /// <summary>Downloads; seconds until the first byte and in all.</summary>
    public async Task<(double FirstByte, double All)> DownloadAsync(string path, CancellationToken ct)
    {
        var before = System.Diagnostics.Stopwatch.GetTimestamp();
        using var answer = await _http.GetAsync(
            new Uri(path, UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead,
            ct
        );
        await using var stream = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(ct);
        await stream.ReadExactlyAsync(new byte[1], ct);
        var first = System.Diagnostics.Stopwatch.GetElapsedTime(before).TotalSeconds;
        await stream.CopyToAsync(Stream.Null, ct);
        return (first, System.Diagnostics.Stopwatch.GetElapsedTime(before).TotalSeconds);
    }

    public void Dispose() => _http.Dispose();
}
