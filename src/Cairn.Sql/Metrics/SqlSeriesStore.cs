using System.Data.Common;
using Cairn.Core.Metrics.Series;
using Cairn.Sql.Engine;

namespace Cairn.Sql.Metrics;

/// <inheritdoc/>
/// <param name="database">The database.</param>
public sealed class SqlSeriesStore(Database database) : ISeriesStore
{
    // One query for each series, all in one round trip: the index on run, key and step finds its points.
    private const string BySteps = """
        SELECT step, timestamp, value, is_nan FROM metrics
        WHERE run_uuid = @run AND key = @key AND step BETWEEN @from AND @to
        """;

    // The pluses keep the databases from walking all runs that have this metric in the order of its primary key.
    private const string ByTime = """
        SELECT step, timestamp, value, is_nan FROM metrics
        WHERE run_uuid = @run AND key = @key AND step >= @after AND +timestamp BETWEEN @from AND @to
        """;

    /// <inheritdoc/>
    public Task<IReadOnlyList<ThinnedSeries>> ReadAsync(SeriesQuery query, CancellationToken ct)
    {
        var batch = new SqlBatch();
        for (var series = 0; series < query.RunIds.Count * query.Keys.Count; series++)
        {
            Add(batch, query, series);
        }

        return database.ReadAsync<IReadOnlyList<ThinnedSeries>>(
            async session =>
            {
                var found = new List<ThinnedSeries>();
                var thinning = new SeriesThinning(query.Axis, query.Width);
                await using var results = await session.RunAsync(batch);
                for (var series = 0; series < query.RunIds.Count * query.Keys.Count; series++)
                {
                    ct.ThrowIfCancellationRequested();
                    thinning.Clear();
                    await ReadAsync(await results.NextAsync(), thinning);
                    if (thinning.Total > 0)
                    {
                        var (run, key) = Math.DivRem(series, query.Keys.Count);
                        found.Add(new(run, key, thinning.Total, thinning.Points()));
                    }
                }

                return found;
            },
            ct
        );
    }

    private static void Add(SqlBatch batch, SeriesQuery query, int series)
    {
        var (run, key) = Math.DivRem(series, query.Keys.Count);
        var after = (query.After.Count == 0 ? null : query.After[series]) ?? long.MinValue;
        var from = query.From ?? long.MinValue;
        var to = query.To ?? long.MaxValue;
        if (query.Axis == SeriesAxis.Step)
        {
            batch.Query(
                BySteps,
                ("@run", query.RunIds[run]),
                ("@key", query.Keys[key]),
                ("@from", Math.Max(from, after)),
                ("@to", to)
            );
        }
        else
        {
            batch.Query(
                ByTime,
                ("@run", query.RunIds[run]),
                ("@key", query.Keys[key]),
                ("@after", after),
                ("@from", from),
                ("@to", to)
            );
        }
    }

    private static async ValueTask ReadAsync(DbDataReader row, SeriesThinning thinning)
    {
        while (await row.ReadAsync())
        {
            thinning.Add(new(row.GetInt64(0), row.IsDBNull(1) ? 0 : row.GetInt64(1), Value(row)));
        }
    }

    /// <summary>The value as it was logged: infinities are kept as the largest doubles.</summary>
    private static double Value(DbDataReader row) =>
        row.GetBoolean(3)
            ? double.NaN
            : row.GetDouble(2) switch
            {
                double.MaxValue => double.PositiveInfinity,
                double.MinValue => double.NegativeInfinity,
                var value => value,
            };
}
