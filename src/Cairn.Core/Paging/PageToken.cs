using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cairn.Core.Errors;

namespace Cairn.Core.Paging;

/// <summary>Where a page starts.</summary>
public abstract record PageStart
{
    private PageStart() { }

    /// <summary>After this many rows: the first page, or a token of MLflow's.</summary>
    public sealed record Offset(long Rows) : PageStart;

    /// <summary>After the row with these keys.</summary>
    public sealed record After(IReadOnlyList<object> Keys) : PageStart;
}

/// <summary>The types of a page key's parts.</summary>
public enum PageKeyType
{
    /// <summary>long</summary>
    Integer,

    /// <summary>double</summary>
    Double,

    /// <summary>string</summary>
    Text,
}

/// <summary>
/// Opaque page tokens: the key tuple of a page's last row, and a hash of the question, so that a token cannot be used
/// for another.
/// </summary>
public static class PageToken
{
    private const string Malformed = "Invalid page token, could not base64-decode";

    /// <summary>A hash of what must stay the same from page to page.</summary>
    public static string HashOf(params ReadOnlySpan<string?> question)
    {
        var text = new StringBuilder();
        foreach (var part in question)
        {
            // With its length, so that no two questions run together into the same text.
            _ = part is null ? text.Append('-') : text.Append(part.Length).Append(':').Append(part);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    /// <summary>The token of the page after the row with these keys.</summary>
    /// <param name="hash">From <see cref="HashOf"/>.</param>
    /// <param name="keys">long, double or string each.</param>
    public static string Write(string hash, IReadOnlyList<object> keys)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("q", hash);
            json.WriteStartArray("k");
            foreach (var key in keys)
            {
                WriteKey(json, key);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Where the page of a token starts; null and empty mean the first page.</summary>
    /// <param name="token">From the client.</param>
    /// <param name="hash">From <see cref="HashOf"/>, for this request.</param>
    /// <param name="types">The types of the order's keys.</param>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE for a token that is malformed or belongs to another
    /// question.</exception>
    public static PageStart Read(string? token, string hash, IReadOnlyList<PageKeyType> types)
    {
        if (string.IsNullOrEmpty(token))
        {
            return new PageStart.Offset(0);
        }

        try
        {
            using var json = JsonDocument.Parse(Decode(token));
            return Read(json.RootElement, hash, types);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw CairnException.Invalid(Malformed);
        }
    }

    private static PageStart Read(JsonElement token, string hash, IReadOnlyList<PageKeyType> types)
    {
        if (token.ValueKind == JsonValueKind.Object && token.TryGetProperty("offset", out var offset))
        {
            return offset.TryGetInt64(out var rows) && rows >= 0
                ? new PageStart.Offset(rows)
                : throw new FormatException();
        }

        if (
            token.ValueKind != JsonValueKind.Object
            || !token.TryGetProperty("q", out var question)
            || !token.TryGetProperty("k", out var keys)
        )
        {
            throw new FormatException();
        }

        if (question.GetString() != hash || keys.GetArrayLength() != types.Count)
        {
            throw CairnException.Invalid(
                "Invalid page token: it belongs to a search with another filter, order or view."
            );
        }

        return new PageStart.After([.. keys.EnumerateArray().Select((key, i) => ReadKey(key, types[i]))]);
    }

    // A double travels as its bits: every value comes back as it was.
    private static void WriteKey(Utf8JsonWriter json, object key)
    {
        switch (key)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case double number:
                json.WriteNumberValue(BitConverter.DoubleToInt64Bits(number));
                break;
            default:
                json.WriteNumberValue((long)key);
                break;
        }
    }

    private static object ReadKey(JsonElement key, PageKeyType type) =>
        type switch
        {
            PageKeyType.Text => key.GetString() is { } text && !text.Contains('\0')
                ? text
                : throw new FormatException(),
            PageKeyType.Double => BitConverter.Int64BitsToDouble(key.GetInt64()) is var number && !double.IsNaN(number)
                ? number
                : throw new FormatException(),
            _ => key.GetInt64(),
        };

    /// <summary>MLflow's tokens are in the standard alphabet and padded, these in the one for URLs.</summary>
    private static byte[] Decode(string token) =>
        Base64Url.DecodeFromChars(token.Replace('+', '-').Replace('/', '_').TrimEnd('='));
}
