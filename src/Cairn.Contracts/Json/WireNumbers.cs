using System.Globalization;
using System.Text.Json;

namespace Cairn.Contracts.Json;

/// <summary>Numbers as protobuf's JSON reads and writes them.</summary>
public static class WireNumbers
{
    /// <summary>The integer under the reader, given as a number or as text; null when it is neither.</summary>
    public static long? ReadInt64(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            if (reader.TryGetInt64(out var value))
            {
                return value;
            }

            // 1600000000001.0 is an integer in another spelling; 2^63 rounds to a double that does not fit.
            return reader.TryGetDouble(out var real) && real == Math.Floor(real) && Math.Abs(real) < 9.2e18
                ? (long)real
                : null;
        }

        return
            reader.TokenType == JsonTokenType.String
            && long.TryParse(
                reader.GetString(),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var parsed
            )
            ? parsed
            : null;
    }

    internal static bool IsFraction(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var real) && real != Math.Floor(real);

    /// <summary>Writes a double; NaN and the infinities as text.</summary>
    public static void WriteDouble(Utf8JsonWriter writer, double? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case double.NaN:
                writer.WriteStringValue("NaN"u8);
                break;
            case double.PositiveInfinity:
                writer.WriteStringValue("Infinity"u8);
                break;
            case double.NegativeInfinity:
                writer.WriteStringValue("-Infinity"u8);
                break;
            default:
                writer.WriteNumberValue(value.Value);
                break;
        }
    }
}
