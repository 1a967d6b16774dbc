using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Cairn.Bench.Load;

/// <summary>What a scenario came to.</summary>
/// <param name="PerSecond">Operations a second.</param>
/// <param name="P50">Median latency in milliseconds.</param>
/// <param name="P95">95th percentile in milliseconds.</param>
/// <param name="P99">99th percentile in milliseconds.</param>
/// <param name="Errors">Operations that failed.</param>
internal sealed record Measurement(double PerSecond, double P50, double P95, double P99, int Errors)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{PerSecond, 10:F1}/s  p50 {P50, 8:F2}  p95 {P95, 8:F2}  p99 {P99, 8:F2} ms{(Errors > 0 ? $"  {Errors} ERRORS" : "")}"
        );

    /// <summary>Repeats an operation on several clients at once for some time.</summary>
    /// <param name="clients">How many at once.</param>
    /// <param name="length">For how long.</param>
    /// <param name="operation">Given a number that differs each time; false is an error.</param>
    /// <param name="ct">Ends it early.</param>
    public static async Task<Measurement> TakeAsync(
        int clients,
        TimeSpan length,
        Func<long, Task<bool>> operation,
        CancellationToken ct
    )
    {
        var (number, errors) = (0L, 0);
        var latencies = new ConcurrentBag<List<double>>();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(ClientAsync, ct)));
        var took = Stopwatch.GetElapsedTime(started);
        var sorted = latencies.SelectMany(l => l).Order().ToArray();
        return new(sorted.Length / took.TotalSeconds, At(0.5), At(0.95), At(0.99), errors);

        async Task ClientAsync()
        {
            var mine = new List<double>();
            while (Stopwatch.GetElapsedTime(started) < length && !ct.IsCancellationRequested)
            {
                var before = Stopwatch.GetTimestamp();
                if (!await operation(Interlocked.Increment(ref number)))
                {
                    Interlocked.Increment(ref errors);
                }

                mine.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            }

            latencies.Add(mine);
        }

        double At(double share) =>
            sorted.Length == 0 ? 0 : sorted[(int)Math.Min(sorted.Length * share, sorted.Length - 1)];
    }
}
