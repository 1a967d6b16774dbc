using System.Globalization;
using System.Text;
using System.Text.Json;
using Cairn.Core.Errors;

namespace Cairn.Core.Metrics;

/// <summary>
/// The last point of a page of a metric's history; or, in a token that MLflow made, how many points to skip.
/// </summary>
/// <param name="Timestamp">Milliseconds since 1970, UTC.</param>
/// <param name="Step">The training step.</param>
/// <param name="Value">The value as stored.</param>
/// <param name="IsNan">Whether it is no number.</param>
public sealed record MetricPageToken(long Timestamp, long Step, double Value, bool IsNan)
{
    /// <summary>How many points to skip, in a token that MLflow made.</summary>
    public long? Offset { get; private init; }

    /// <summary>The token as it is sent.</summary>
    public string Text =>
        Convert.ToBase64String(
            Encoding.UTF8.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"[{Timestamp},{Step},\"{Value:R}\",{(IsNan ? 1 : 0)}]")
            )
        );

    /// <summary>Reads a token; none is the first page.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE when it is not one of ours or of MLflow's.</exception>
    public static MetricPageToken? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(text));
            var root = json.RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? new(0, 0, 0, false)
                {
                    Offset = root.GetProperty("offset").GetInt64() is >= 0 and var offset
                        ? offset
                        : throw Malformed(text),
                }
                : new(
                    root[0].GetInt64(),
                    root[1].GetInt64(),
                    double.Parse(root[2].GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture) is var value
                    && !double.IsNaN(value)
                        ? value
                        : throw Malformed(text), // No value is stored as one: a flag tells it.
                    root[3].GetInt32() == 1
                );
        }
        catch (Exception e)
            when (e
                    is FormatException
                        or JsonException
                        or InvalidOperationException
                        or KeyNotFoundException
                        or IndexOutOfRangeException
                        or ArgumentException
            )
        {
            throw Malformed(text);
        }
    }

    private static CairnException Malformed(string text) => CairnException.Invalid($"Invalid page token: {text}");
}
