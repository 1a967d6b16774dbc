using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cairn.Core.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Server.Api;

/// <summary>
/// Reads a request from its query string or its JSON body. Both take the same way: a query string is turned into the
/// JSON object
/// that it stands for.
/// </summary>
internal static class RequestBinder
{
    /// <summary>What is said of a body whose text cannot be read.</summary>
    public const string NotUnicode =
        "The request body holds text that is not valid Unicode, such as half of a surrogate pair.";

    /// <summary>The largest JSON body, in bytes.</summary>
    public const int MostBytes = 16 << 20;

    /// <summary>Reads the request.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE.</exception>
    public static async ValueTask<T> BindAsync<T>(HttpContext http, JsonTypeInfo<T> type, RequiredFields<T> required)
    {
        if (
            (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
            && http.Request.QueryString.HasValue
        )
        {
            var query = QueryJson.Write(http.Request.Query, type);
            return Checked(http, Parse(new(query), type), type, required);
        }

        var body = http.Request.BodyReader;
        if (http.Request.ContentLength > MostBytes)
        {
            throw TooLarge(http);
        }

        var read = await ReadAllAsync(http, body);
        try
        {
            DemandJsonContentType(http.Request, read.Buffer.IsEmpty);
            return Checked(http, Parse(read.Buffer, type), type, required);
        }
        finally
        {
            body.AdvanceTo(read.Buffer.End);
        }
    }

    private static T Checked<T>(
        HttpContext http,
        (T Request, string? Problem) parsed,
        JsonTypeInfo<T> type,
        RequiredFields<T> required
    )
    {
        PathFields.Set(http.Request.RouteValues, parsed.Request, type);
        required.Demand(parsed.Request);
        return parsed.Problem is null ? parsed.Request : throw CairnException.Invalid(parsed.Problem);
    }

    private static ValueTask<ReadResult> ReadAllAsync(HttpContext http, PipeReader body)
    {
        // Most bodies came with their headers: only the others need a clock.
        var isHere = body.TryRead(out var read);
        return isHere && read.IsCompleted && read.Buffer.Length <= MostBytes
            ? new(read)
            : ReadRestAsync(http, body, isHere ? read : null);
    }

    private static async ValueTask<ReadResult> ReadRestAsync(HttpContext http, PipeReader body, ReadResult? soFar)
    {
        var most = http.RequestServices.GetRequiredService<ApiOptions>().RequestBodyTimeout;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        deadline.CancelAfter(most);
        try
        {
            while (true)
            {
                if (soFar is { } read)
                {
                    if (read.Buffer.Length > MostBytes)
                    {
                        body.AdvanceTo(read.Buffer.End);
                        throw TooLarge(http);
                    }

                    if (read.IsCompleted)
                    {
                        return read;
                    }

                    body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                }

                soFar = await body.ReadAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            http.Response.Headers.Connection = "close";
            throw CairnException.Invalid($"The request body did not arrive within {most.TotalSeconds:0} seconds.");
        }
    }

    private static CairnException TooLarge(HttpContext http)
    {
        http.Response.Headers.Connection = "close"; // Rather than read the rest of it.
        return CairnException.Invalid($"The request body is larger than {MostBytes} bytes.");
    }

    private static void DemandJsonContentType(HttpRequest request, bool isEmpty)
    {
        var type = request.ContentType;
        if (isEmpty || type?.Split(';', 2)[0] == "application/json")
        {
            return;
        }

        throw CairnException.Invalid(
            string.IsNullOrEmpty(type)
                ? "Bad Request. Content-Type header is missing."
                : "Bad Request. Content-Type must be one of ['application/json']."
        );
    }

    /// <summary>
    /// A body that is no JSON counts as empty, so that a missing field is named first; then the problem is told.
    /// </summary>
    private static (T Request, string? Problem) Parse<T>(ReadOnlySequence<byte> json, JsonTypeInfo<T> type)
    {
        if (json.IsEmpty)
        {
            return (Empty(type), null);
        }

        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType == JsonTokenType.Null)
            {
                return (Empty(type), null);
            }

            // Some clients encode twice: a JSON string that holds the object.
            if (reader.TokenType == JsonTokenType.String)
            {
                return Parse(new(Encoding.UTF8.GetBytes(reader.GetString()!)), type);
            }

            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw CairnException.Invalid("The request body must be a JSON object.");
            }

            reader = new Utf8JsonReader(json);
            var request = JsonSerializer.Deserialize(ref reader, type)!;
            reader.Read(); // Refuses whatever follows the object.
            return (request, null);
        }
        catch (JsonException e)
        {
            return (Empty(type), BadJson.Explain(json, e));
        }
        catch (InvalidOperationException)
        {
            // The reader's words for bytes that are no UTF-8 and for half of a surrogate pair.
            return (Empty(type), NotUnicode);
        }
    }

    private static T Empty<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize("{}"u8, type)!;
}
