using System.Diagnostics.Metrics;
using Cairn.Core.Monitoring;

namespace Cairn.Sql.Engine.Sqlite;

/// <summary>
/// What a writer does: how many writes wait for it, how many share a transaction, and how long its disk takes to keep
/// them.
/// </summary>
internal sealed class WriterMetrics : IDisposable
{
    private static readonly InstrumentAdvice<int> _sizes = new()
    {
        HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64],
    };
    private static readonly InstrumentAdvice<double> _times = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    };

    // A meter of its own, so that the queue is asked no longer than it lives.
    private readonly Meter _meter = new(CairnMeter.Name);
    private readonly Histogram<int> _groups;
    private readonly Histogram<double> _commits;
    private readonly KeyValuePair<string, object?> _database;

    /// <summary>Metrics of one writer.</summary>
    /// <param name="database">The database's label.</param>
    /// <param name="waiting">How many writes wait.</param>
    public WriterMetrics(string database, Func<int> waiting)
    {
        _database = new("database", database);
        _meter.CreateObservableGauge(
            "cairn.sqlite.write.queue",
            () => new Measurement<int>(waiting(), _database),
            "{write}",
            "Writes that wait for the SQLite writer."
        );
        _groups = _meter.CreateHistogram(
            "cairn.sqlite.write.group.size",
            "{write}",
            "Writes that shared a transaction.",
            advice: _sizes
        );
        _commits = _meter.CreateHistogram(
            "cairn.sqlite.commit.duration",
            "s",
            "How long commits took: the disk's sync, most of all.",
            advice: _times
        );
    }

    /// <summary>Notes a committed group.</summary>
    public void Committed(int writes, TimeSpan commit)
    {
        _groups.Record(writes, _database);
        _commits.Record(commit.TotalSeconds, _database);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
