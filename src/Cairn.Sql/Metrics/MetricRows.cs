using System.Data.Common;
using Cairn.Contracts.Metrics;

namespace Cairn.Sql.Metrics;

/// <summary>
/// Metric values as the database keeps them: NaN as 0 with a flag, since no database compares it; infinities as the
/// largest doubles.
/// </summary>
internal static class MetricRows
{
    /// <summary>The columns that <see cref="Read"/> takes.</summary>
    public const string Columns = "value, timestamp, step, is_nan";

    /// <summary>
    /// Reads a point from <see cref="Columns"/>. Key and run are given: in a long history they are the same on each
    /// row.
    /// </summary>
    public static Metric Read(DbDataReader row, int first, string key, string? runId = null) =>
        new()
        {
            Key = key,
            Value = row.GetBoolean(first + 3) ? double.NaN : row.GetDouble(first),
            Timestamp = row.IsDBNull(first + 1) ? 0 : row.GetInt64(first + 1),
            Step = row.GetInt64(first + 2),
            RunId = runId,
        };

    /// <summary>The value as the database keeps it.</summary>
    public static double Stored(double value) =>
        double.IsNaN(value) ? 0 : Math.Clamp(value, double.MinValue, double.MaxValue);
}
