using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cairn.Contracts.Errors;
using Cairn.Contracts.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Server.Api;

/// <summary>Writes JSON answers, each with its length unless it is streamed.</summary>
internal static class JsonResponse
{
    /// <summary>How JSON is written.</summary>
    public static JsonWriterOptions Options { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static async Task WriteAsync<T>(HttpContext http, T value, JsonTypeInfo<T> type)
    {
        if (value is IStreamedResponse streamed)
        {
            await streamed.WriteAsync(http);
            return;
        }

        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        await WriteAsync(http, buffer);
    }

    /// <summary>Sends JSON that is written already.</summary>
    public static async Task WriteAsync(HttpContext http, PooledBuffer buffer)
    {
        using var room = buffer.Length <= AnswerMemory.Small ? null : await ReserveAsync(http, buffer.Length);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = buffer.Length;
        await buffer.SendAsync(http);
    }

    public static Task WriteErrorAsync(HttpContext http, ErrorCode code, string message)
    {
        http.Response.StatusCode = code.HttpStatus();
        return WriteAsync(http, new ErrorResponse(code.Name(), message), WireJson.ResponseType<ErrorResponse>());
    }

    private static Task<IDisposable> ReserveAsync(HttpContext http, long bytes) =>
        http.RequestServices.GetRequiredService<AnswerMemory>().ReserveAsync(bytes, http.RequestAborted);
}
