using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Api;

/// <summary>Writes one JSON value and sends it in pieces.</summary>
internal sealed class JsonSender : IDisposable
{
    private readonly HttpContext _http;
    private readonly PooledBuffer _buffer = new();

    public JsonSender(HttpContext http)
    {
        _http = http;
        Json = new(_buffer, JsonResponse.Options);
    }

    /// <summary>Takes the value.</summary>
    public Utf8JsonWriter Json { get; }

    /// <summary>How many bytes were written since the last piece was sent.</summary>
    public long Pending => _buffer.Length + Json.BytesPending;

    /// <summary>Sends what was written and frees its memory.</summary>
    /// <returns>Whether the client still reads.</returns>
    public async Task<bool> SendAsync()
    {
        await Json.FlushAsync(_http.RequestAborted);
        var sent = await _buffer.SendAsync(_http);
        _buffer.Clear();
        return sent;
    }

    public void Dispose()
    {
        Json.Dispose();
        _buffer.Dispose();
    }
}
