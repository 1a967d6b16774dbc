using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cairn.Contracts.Json;

// A converter here throws a bare JsonException for a value of the wrong type: the serializer adds the path,
// and the request binder turns path and value into MLflow's message.

/// <summary>
/// Strings only: a number is not a string on this wire. Nor is text with U+0000, which PostgreSQL cannot hold and other
/// readers of a
/// SQLite database would cut off there.
/// </summary>
public sealed class WireStringConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.GetString() is { } text && !text.Contains('\0')
            ? text
            : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);
}

/// <summary>int64 as a number, or as text of digits. A fraction is refused.</summary>
public sealed class WireInt64Converter : JsonConverter<long>
{
    /// <inheritdoc/>
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WireNumbers.ReadInt64(ref reader) ?? throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value);
}

/// <summary>int32, read as <see cref="WireInt64Converter"/> reads.</summary>
public sealed class WireInt32Converter : JsonConverter<int>
{
    /// <inheritdoc/>
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WireNumbers.ReadInt64(ref reader) is >= int.MinValue and <= int.MaxValue and var value
            ? (int)value
            : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value);
}

/// <summary>
/// Doubles as numbers or text; <c>NaN</c> and the infinities travel as text. Empty text counts as an absent value.
/// </summary>
public sealed class WireDoubleConverter : JsonConverter<double?>
{
    /// <inheritdoc/>
    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number when reader.TryGetDouble(out var number) && double.IsFinite(number):
                return number;
            case JsonTokenType.String:
                return reader.GetString() switch
                {
                    "" => null,
                    "NaN" => double.NaN,
                    "Infinity" => double.PositiveInfinity,
                    "-Infinity" => double.NegativeInfinity,
                    var text
                        when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
                            && double.IsFinite(parsed) => parsed,
                    _ => throw new JsonException(),
                };
            default:
                throw new JsonException();
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options) =>
        WireNumbers.WriteDouble(writer, value);
}

/// <summary>Booleans, also as the text that a query string carries.</summary>
public sealed class WireBooleanConverter : JsonConverter<bool>
{
    /// <inheritdoc/>
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.String when bool.TryParse(reader.GetString(), out var value) => value,
            _ => throw new JsonException(),
        };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) =>
        writer.WriteBooleanValue(value);
}

/// <summary>
/// An integer of which a fraction counts as absent: that is how MLflow reads a few fields, such as a run's start time.
/// </summary>
public sealed class FractionIsAbsentConverter : JsonConverter<long?>
{
    /// <inheritdoc/>
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null || WireNumbers.IsFraction(ref reader)
            ? null
            : WireNumbers.ReadInt64(ref reader) ?? throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options)
    {
        if (value is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>A list of strings; a text in place of a list counts as absent.</summary>
public sealed class TextIsNoListConverter : JsonConverter<List<string>?>
{
    /// <inheritdoc/>
    public override List<string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Null or JsonTokenType.String)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException();
        }

        var list = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException());
        }

        return list;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, List<string>? value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var text in value ?? [])
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
