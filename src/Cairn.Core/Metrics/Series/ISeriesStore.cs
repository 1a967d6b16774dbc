namespace Cairn.Core.Metrics.Series;

/// <summary>Metric histories for charts: many runs and metrics in one query, thinned to the width of the chart.</summary>
public interface ISeriesStore
{
    /// <summary>
    /// Returns the series that have points, in the order of the asked runs, then of the asked keys.
    /// </summary>
    Task<IReadOnlyList<ThinnedSeries>> ReadAsync(SeriesQuery query, CancellationToken ct);
}

/// <summary>What a chart shows.</summary>
/// <param name="RunIds">The runs.</param>
/// <param name="Keys">The metrics.</param>
/// <param name="Axis">What the points are placed by.</param>
/// <param name="From">The first place, in steps or milliseconds; null for the beginning.</param>
/// <param name="To">The last place; null for the end.</param>
/// <param name="Width">The width of the chart in pixels.</param>
/// <param name="After">
/// For each run and each of its keys the step from which on points are read; null for all. Empty when all points
/// of all series are read.
/// </param>
public sealed record SeriesQuery(
    IReadOnlyList<string> RunIds,
    IReadOnlyList<string> Keys,
    SeriesAxis Axis,
    long? From,
    long? To,
    int Width,
    IReadOnlyList<long?> After
);

/// <summary>What the points of a chart are placed by.</summary>
public enum SeriesAxis
{
    /// <summary>The training step.</summary>
    Step,

    /// <summary>The time at which a point was logged.</summary>
    Time,
}

/// <summary>One metric of one run.</summary>
/// <param name="Run">The index of the run in the query.</param>
/// <param name="Key">The index of the metric in the query.</param>
/// <param name="Total">How many points the run has in the asked range.</param>
/// <param name="Points">The points to draw, ordered by their place.</param>
public sealed record ThinnedSeries(int Run, int Key, long Total, IReadOnlyList<SeriesPoint> Points);

/// <summary>A point of a series.</summary>
/// <param name="Step">The training step.</param>
/// <param name="Time">Milliseconds since 1970, UTC.</param>
/// <param name="Value">The value; NaN and infinities included.</param>
public readonly record struct SeriesPoint(long Step, long Time, double Value);
