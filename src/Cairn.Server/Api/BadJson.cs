using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cairn.Core.Errors;

namespace Cairn.Server.Api;

/// <summary>Turns a JSON failure into MLflow's words.</summary>
internal static class BadJson
{
    private const int LongestValue = 1000;
    private const int LongestSpecial = 64; // With the blanks and punctuation that may stand before it.
    private static readonly JsonWriterOptions _compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What is wrong with a body that is not JSON.</summary>
    /// <exception cref="CairnException">The body is JSON with a value of the wrong type, or JSON but for a bare
    /// NaN.</exception>
    public static string Explain(ReadOnlySequence<byte> json, JsonException failure)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            if (EndsEarly(json))
            {
                throw CairnException.Invalid(
                    "The request body ends before its JSON is complete. Check that the client sends all of it."
                );
            }

            return StartsBareSpecial(json)
                ? throw CairnException.Invalid(
                    "The request body is not valid JSON: NaN and Infinity must be sent as text, such as \"NaN\"."
                )
                : "The request body is not valid JSON.";
        }

        using (document)
        {
            var (name, shown, type) = Describe(document.RootElement, failure.Path ?? "$");
            throw CairnException.Invalid(
                $"Invalid value {shown} for parameter '{name}' supplied:  Hint: Value was of type '{type}'. "
                    + "See the API docs for more information about request parameters."
            );
        }
    }

    /// <summary>
    /// Whether the body is the beginning of valid JSON with at least one value. For a body without any, MLflow names
    /// the first required parameter instead.
    /// </summary>
    private static bool EndsEarly(ReadOnlySequence<byte> json)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
        var hasValue = false;
        try
        {
            while (reader.Read())
            {
                hasValue |= reader.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True;
            }

            return hasValue;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether the first thing that is no JSON is a number of Python's: NaN or Infinity.</summary>
    private static bool StartsBareSpecial(ReadOnlySequence<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read()) { }

            return false;
        }
        catch (JsonException)
        {
            var rest = json.Slice(reader.BytesConsumed);
            var text = rest.Slice(0, Math.Min(rest.Length, LongestSpecial))
                .ToArray()
                .AsSpan()
                .TrimStart(" \t\r\n:,["u8);
            return text.StartsWith("NaN"u8) || text.StartsWith("Inf"u8) || text.StartsWith("-Inf"u8);
        }
    }

    /// <summary>
    /// Follows a path such as <c>$.metrics[0].value</c>. A bad element of a plain list is told as the whole list.
    /// </summary>
    private static (string Name, JsonElement Value) Find(JsonElement element, string path)
    {
        var name = path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;
        if (name.EndsWith(']'))
        {
            name = name[..name.LastIndexOf('[')];
        }

        foreach (var part in name.Split('.', '['))
        {
            if (
                part.EndsWith(']')
                && int.TryParse(part[..^1], out var index)
                && element.ValueKind == JsonValueKind.Array
                && index < element.GetArrayLength()
            )
            {
                element = element[index];
            }
            else if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(part, out var child))
            {
                element = child;
            }
        }

        return (name, element);
    }

    private static (string Name, string Shown, string Type) Describe(JsonElement root, string path)
    {
        var name = "?";
        try
        {
            (name, var value) = Find(root, path);
            return HoldsNul(value)
                ? throw CairnException.Invalid(
                    $"The text of parameter '{name}' holds the character U+0000, which cannot be stored."
                )
                : (name, Compact(value), PythonType(value));
        }
        catch (InvalidOperationException)
        {
            throw CairnException.Invalid(
                $"The text of parameter '{name}' is not valid Unicode: it has bytes that are no UTF-8, or half of a surrogate pair."
            );
        }
    }

    private static bool HoldsNul(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Contains('\0'),
            JsonValueKind.Array => value.EnumerateArray().Any(HoldsNul),
            _ => false,
        };

    private static string Compact(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, _compact))
        {
            value.WriteTo(writer);
        }

        var text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        return text.Length <= LongestValue ? text : text[..LongestValue] + "…";
    }

    private static string PythonType(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => "str",
            JsonValueKind.Array => "list",
            JsonValueKind.Object => "dict",
            JsonValueKind.True or JsonValueKind.False => "bool",
            JsonValueKind.Number => value.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0 ? "int" : "float",
            _ => "NoneType",
        };
}
