using Cairn.Core.Errors;
using Cairn.Core.Metrics;
using Cairn.Sql.Engine;
using Cairn.Sql.Metrics;

namespace Cairn.Sql.Runs;

/// <summary>
/// A model's metric has one value for a run, a time and a step, on one dataset: MLflow's key holds no more. A second
/// one would be
/// lost, so a log that brings it is refused.
/// </summary>
internal static class ModelMetricConflict
{
    // Few sizes, so that there are few statements to prepare.
    private static readonly int[] _sizes = [1, 10, 100, 1000];

    /// <summary>
    /// Adds, after the insert, the queries that <see cref="DemandNoneAsync"/> reads: each point is looked up by its
    /// key.
    /// </summary>
    public static SqlBatch QueryModelMetrics(this SqlBatch batch, string runId, IReadOnlyList<MetricPoint> points)
    {
        foreach (var part in points.Chunk(_sizes[^1]))
        {
            var size = _sizes.First(s => s >= part.Length);
            var parameters = new List<SqlParam>(size * 4 + 1) { ("@run", runId) };
            for (var i = 0; i < size; i++)
            {
                var point = i < part.Length ? part[i] : null;
                parameters.Add(new($"@m{i}", point?.ModelId ?? "")); // No model has an empty id.
                parameters.Add(new($"@k{i}", point?.Key ?? ""));
                parameters.Add(new($"@t{i}", point?.Timestamp ?? 0));
                parameters.Add(new($"@s{i}", point?.Step ?? 0));
            }

            batch.Query(
                $"""
                SELECT f.model_id, f.metric_name, f.metric_timestamp_ms, f.metric_step, f.metric_value, f.dataset_name, f.dataset_digest
                FROM (VALUES {string.Join(
                    ", ",
                    Enumerable.Range(0, size).Select(i => $"(@m{i}, @k{i}, @t{i}, @s{i})")
                )}) p
                CROSS JOIN logged_model_metrics f
                WHERE f.model_id = p.column1 AND f.metric_name = p.column2 AND f.metric_timestamp_ms = p.column3 AND f.metric_step = p.column4
                  AND f.run_id = @run
                """,
                [.. parameters]
            );
        }

        return batch;
    }

    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE when one of the points is not what the database has
    /// now.</exception>
    public static async ValueTask DemandNoneAsync(SqlResults results, IReadOnlyList<MetricPoint> points)
    {
        foreach (var part in points.Chunk(_sizes[^1]))
        {
            // Repetitions among the points find the same row.
            var present = (
                await results.ListAsync(r =>
                    (
                        Key: (r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3)),
                        What: (r.IsDBNull(4) ? (double?)null : r.GetDouble(4), r.Text(5), r.Text(6))
                    )
                )
            )
                .DistinctBy(p => p.Key)
                .ToDictionary(p => p.Key, p => p.What);
            foreach (var point in part)
            {
                var what = (
                    double.IsNaN(point.Value) ? (double?)null : MetricRows.Stored(point.Value),
                    point.DatasetName,
                    point.DatasetDigest
                );
                if (
                    present.TryGetValue((point.ModelId!, point.Key, point.Timestamp, point.Step), out var other)
                    && other != what
                )
                {
                    throw CairnException.Invalid(
                        $"The metric '{point.Key}' of the model '{point.ModelId}' was already logged by this run at timestamp {point.Timestamp} and step {point.Step}, "
                            + "with another value or dataset. Log it at another timestamp or step."
                    );
                }
            }
        }
    }
}
