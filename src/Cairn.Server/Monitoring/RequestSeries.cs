namespace Cairn.Server.Monitoring;

/// <summary>The requests of one route, method and status: how many, and how long they took.</summary>
internal sealed class RequestSeries
{
    /// <summary>The upper bounds of the buckets, in seconds.</summary>
    public static readonly double[] Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly long[] _buckets = new long[Bounds.Length + 1];
    private long _ticks;

    /// <summary>How many there were, by bucket; the last one has no bound.</summary>
    public ReadOnlySpan<long> Buckets => _buckets;

    /// <summary>How long they took together.</summary>
    public TimeSpan Total => new(Interlocked.Read(ref _ticks));

    /// <summary>Counts one.</summary>
    public void Add(TimeSpan duration)
    {
        var bucket = Array.BinarySearch(Bounds, duration.TotalSeconds);
        Interlocked.Increment(ref _buckets[bucket < 0 ? ~bucket : bucket]);
        Interlocked.Add(ref _ticks, duration.Ticks);
    }
}
