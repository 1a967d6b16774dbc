using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cairn.Contracts.Errors;
using Cairn.Contracts.Json;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Api;

/// <summary>Writes JSON answers, each with its length.</summary>
internal static class JsonResponse
{
    private static readonly JsonWriterOptions _writer = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static async Task WriteAsync<T>(HttpContext http, T value, JsonTypeInfo<T> type)
    {
        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer, _writer))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        await WriteAsync(http, buffer);
    }

    /// <summary>Sends JSON that is written already.</summary>
    public static async Task WriteAsync(HttpContext http, PooledBuffer buffer)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = buffer.Length;
        await buffer.SendAsync(http.Response, http.RequestAborted);
    }

    public static Task WriteErrorAsync(HttpContext http, ErrorCode code, string message)
    {
        http.Response.StatusCode = code.HttpStatus();
        return WriteAsync(http, new ErrorResponse(code.Name(), message), WireJson.ResponseType<ErrorResponse>());
    }
}
