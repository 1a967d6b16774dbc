using System.Text.Json;
using Cairn.Core.Metrics.Series;

namespace Cairn.Server.Metrics.Series;

/// <summary>Writes series as columns.</summary>
/// <remarks>
/// <c>{"series":[{"run":0,"key":0,"total":100000,"step":[…],"time":[…],"value":[…]}]}</c>. Runs and keys are indexes
/// into the request. In <c>step</c> and <c>time</c> each number but the first is the difference to the one before,
/// which makes them short. NaN is null; infinities are the texts <c>Infinity</c> and <c>-Infinity</c>.
/// </remarks>
internal static class SeriesJson
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<ThinnedSeries> found)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("series"u8);
        foreach (var one in found)
        {
            writer.WriteStartObject();
            writer.WriteNumber("run"u8, one.Run);
            writer.WriteNumber("key"u8, one.Key);
            writer.WriteNumber("total"u8, one.Total);
            WriteDifferences(writer, "step"u8, one.Points, p => p.Step);
            WriteDifferences(writer, "time"u8, one.Points, p => p.Time);
            WriteValues(writer, one.Points);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteDifferences(
        Utf8JsonWriter writer,
        ReadOnlySpan<byte> name,
        IReadOnlyList<SeriesPoint> points,
        Func<SeriesPoint, long> of
    )
    {
        writer.WriteStartArray(name);
        var before = 0L;
        foreach (var point in points)
        {
            var place = of(point);
            writer.WriteNumberValue((decimal)place - before);
            before = place;
        }

        writer.WriteEndArray();
    }

    private static void WriteValues(Utf8JsonWriter writer, IReadOnlyList<SeriesPoint> points)
    {
        writer.WriteStartArray("value"u8);
        foreach (var point in points)
        {
            switch (point.Value)
            {
                case double.NaN:
                    writer.WriteNullValue();
                    break;
                case double.PositiveInfinity:
                    writer.WriteStringValue("Infinity"u8);
                    break;
                case double.NegativeInfinity:
                    writer.WriteStringValue("-Infinity"u8);
                    break;
                default:
                    writer.WriteNumberValue(point.Value);
                    break;
            }
        }

        writer.WriteEndArray();
    }
}
