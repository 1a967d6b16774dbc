using System.Diagnostics;
using Cairn.Sql.Dialects;

namespace Cairn.Sql.Engine.Postgres;

/// <summary>
/// How long and how often one request tries again: a restart of the database is to pass unnoticed, an outage is not to
/// pile up requests.
/// </summary>
internal sealed class Patience
{
    private const int MostConflicts = 20;
    private static readonly TimeSpan _longestOutage = TimeSpan.FromSeconds(10);
    private readonly long _started = Stopwatch.GetTimestamp();
    private int _tries;

    /// <summary>Waits before another try; false when there shall be none.</summary>
    public async ValueTask<bool> AwaitNextAsync(SqlFailure failure, CancellationToken ct)
    {
        var again = failure switch
        {
            SqlFailure.Conflict => _tries < MostConflicts,
            SqlFailure.Unavailable => Stopwatch.GetElapsedTime(_started) < _longestOutage,
            _ => false,
        };
        if (again)
        {
            // Doubling, between half and the whole, so that those that met do not meet again.
            var longest = Math.Min(10 << Math.Min(_tries++, 6), 500);
            await Task.Delay(Random.Shared.Next(longest / 2, longest + 1), ct);
        }

        return again;
    }
}
