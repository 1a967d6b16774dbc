using Cairn.Contracts.Metrics;
using Cairn.Core.Metrics;
using Cairn.Sql.Engine;

namespace Cairn.Sql.Metrics;

/// <inheritdoc/>
/// <param name="database">The database.</param>
public sealed class SqlMetricStore(Database database) : IMetricStore
{
    // The plus keeps the databases from walking all runs that have this metric in the order of its primary key.
    private const string FirstPage = $"""
        SELECT {MetricRows.Columns} FROM metrics WHERE run_uuid = @run AND key = @key
        ORDER BY +timestamp, step, value, is_nan LIMIT @limit
        """;

    private const string NextPage = $"""
        SELECT {MetricRows.Columns} FROM metrics WHERE run_uuid = @run AND key = @key
        AND (+timestamp, step, value, is_nan) > (@timestamp, @step, @value, @is_nan)
        ORDER BY +timestamp, step, value, is_nan LIMIT @limit
        """;

    private const string PageByOffset = FirstPage + " OFFSET @offset";

    /// <inheritdoc/>
    public Task<MetricHistoryResponse> HistoryAsync(
        string runId,
        string key,
        int maxResults,
        string? pageToken,
        CancellationToken ct
    )
    {
        var after = MetricPageToken.Parse(pageToken);
        return database.ReadAsync(
            async session =>
            {
                // One more than asked tells whether a further page exists.
                var limit = maxResults + 1L;
                var metrics = await (
                    after switch
                    {
                        null => session.ListAsync(
                            FirstPage,
                            r => MetricRows.Read(r, 0, key),
                            ("@run", runId),
                            ("@key", key),
                            ("@limit", limit)
                        ),
                        { Offset: { } offset } => session.ListAsync(
                            PageByOffset,
                            r => MetricRows.Read(r, 0, key),
                            ("@run", runId),
                            ("@key", key),
                            ("@limit", limit),
                            ("@offset", offset)
                        ),
                        _ => session.ListAsync(
                            NextPage,
                            r => MetricRows.Read(r, 0, key),
                            ("@run", runId),
                            ("@key", key),
                            ("@limit", limit),
                            ("@timestamp", after.Timestamp),
                            ("@step", after.Step),
                            ("@value", after.Value),
                            ("@is_nan", after.IsNan)
                        ),
                    }
                );
                if (metrics.Count == 0)
                {
                    return new MetricHistoryResponse();
                }

                if (metrics.Count <= maxResults)
                {
                    return new() { Metrics = metrics };
                }

                metrics.RemoveAt(metrics.Count - 1);
                var last = metrics[^1];
                var token = new MetricPageToken(
                    last.Timestamp,
                    last.Step,
                    MetricRows.Stored(last.Value!.Value),
                    double.IsNaN(last.Value.Value)
                );
                return new() { Metrics = metrics, NextPageToken = token.Text };
            },
            ct
        );
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Metric>> BulkHistoryAsync(
        IReadOnlyList<string> runIds,
        string key,
        int maxResults,
        CancellationToken ct
    )
    {
        var runs = runIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return database.ReadAsync(
            session =>
                PointsAsync(
                    session,
                    runs,
                    key,
                    (batch, run) => batch.Query(FirstPage, ("@run", run), ("@key", key), ("@limit", (long)maxResults))
                ),
            ct
        );
    }

    // One run at a time: the index on run, key and step then gives the distinct steps in order, without a sort.
    private const string StepsOfRun = """
        SELECT DISTINCT step FROM metrics WHERE run_uuid = @run AND key = @key AND step BETWEEN @start AND @end ORDER BY step
        """;

    // Most histories have every step from the first to the last: then the steps need not be read. The subquery walks
    // the index in its order, where PostgreSQL's count(DISTINCT) sorts.
    private const string SpanOfRun = """
        SELECT (SELECT count(*) FROM (
                SELECT DISTINCT step FROM metrics WHERE run_uuid = @run AND key = @key AND step BETWEEN @start AND @end
            ) s),
            (SELECT min(step) FROM metrics WHERE run_uuid = @run AND key = @key AND step BETWEEN @start AND @end),
            (SELECT max(step) FROM metrics WHERE run_uuid = @run AND key = @key AND step BETWEEN @start AND @end)
        """;

    private const string AtSteps = $"""
        SELECT {MetricRows.Columns} FROM metrics WHERE run_uuid = @run AND key = @key AND step = ANY(@steps)
        ORDER BY step, +timestamp, value LIMIT @limit
        """;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Metric>> SampledHistoryAsync(
        IReadOnlyList<string> runIds,
        string key,
        int? startStep,
        int? endStep,
        int maxResults,
        CancellationToken ct
    )
    {
        var runs = runIds.Distinct(StringComparer.Ordinal).ToArray();
        SqlParam[] Of(string run) =>
            [("@run", run), ("@key", key), ("@start", startStep ?? long.MinValue), ("@end", endStep ?? long.MaxValue)];
        var spans = new SqlBatch();
        foreach (var run in runs)
        {
            spans.Query(SpanOfRun, Of(run));
        }

        return await database.ReadSnapshotAsync(
            async session =>
            {
                if (runs.Length == 0)
                {
                    return [];
                }

                var stepsOfRuns = new IReadOnlyList<long>[runs.Length];
                await using (var results = await session.RunAsync(spans))
                {
                    for (var i = 0; i < runs.Length; i++)
                    {
                        var (count, first, last) = await results.FirstAsync(r =>
                            (r.GetInt64(0), r.Int64(1), r.Int64(2))
                        );
                        stepsOfRuns[i] = StepRange.Of(count, first ?? 0, last ?? 0);
                    }
                }

                var gaps = Enumerable
                    .Range(0, runs.Length)
                    .Where(i => stepsOfRuns[i] is StepRange { HasGaps: true })
                    .ToList();
                if (gaps.Count > 0)
                {
                    var steps = new SqlBatch();
                    gaps.ForEach(i => steps.Query(StepsOfRun, Of(runs[i])));
                    await using var results = await session.RunAsync(steps);
                    foreach (var i in gaps)
                    {
                        stepsOfRuns[i] = await results.ListAsync(r => r.GetInt64(0));
                    }
                }

                var sampled = StepSampling.Sample(stepsOfRuns, maxResults);
                var places = sampled.Order().ToArray();
                return await PointsAsync(
                    session,
                    runs,
                    key,
                    (batch, run) =>
                        batch.Query(
                            AtSteps,
                            ("@run", run),
                            ("@key", key),
                            ("@steps", places),
                            ("@limit", (long)StepSampling.MaxPointsOfRun)
                        )
                );
            },
            ct
        );
    }

    /// <summary>
    /// The points of several runs, one after the other: a query each in one round trip, for each finds its own by the
    /// index.
    /// </summary>
    private static async ValueTask<IReadOnlyList<Metric>> PointsAsync(
        SqlSession session,
        string[] runs,
        string key,
        Action<SqlBatch, string> query
    )
    {
        if (runs.Length == 0)
        {
            return [];
        }

        var batch = new SqlBatch();
        Array.ForEach(runs, run => query(batch, run));
        var points = new List<Metric>();
        await using var results = await session.RunAsync(batch);
        foreach (var run in runs)
        {
            var row = await results.NextAsync();
            while (await row.ReadAsync())
            {
                points.Add(MetricRows.Read(row, 0, key, run));
            }
        }

        return points;
    }
}
