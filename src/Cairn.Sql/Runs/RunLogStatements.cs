using Cairn.Contracts.Runs;
using Cairn.Core.Metrics;
using Cairn.Sql.Engine;
using Cairn.Sql.Metrics;

namespace Cairn.Sql.Runs;

/// <summary>The statements by which a log reaches the tables, for sets of rows.</summary>
internal static class RunLogStatements
{
    /// <summary>A point that is there already stays one.</summary>
    public static readonly RowStatement<MetricPoint> InsertMetrics = new(
        """
        INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan)
        SELECT r.key, r.value, r.timestamp, @run, r.step, r.is_nan FROM @rows r WHERE true
        ON CONFLICT DO NOTHING
        """,
        MetricColumns
    );

    /// <summary>The latest point has the highest step, then time, then value.</summary>
    public static readonly RowStatement<MetricPoint> UpsertLatest = new(
        """
        INSERT INTO latest_metrics (key, value, timestamp, step, is_nan, run_uuid)
        SELECT r.key, r.value, r.timestamp, r.step, r.is_nan, @run FROM @rows r WHERE true
        ON CONFLICT (key, run_uuid) DO UPDATE
        SET value = excluded.value, timestamp = excluded.timestamp, step = excluded.step, is_nan = excluded.is_nan
        WHERE (excluded.step, excluded.timestamp, excluded.value)
            > (latest_metrics.step, COALESCE(latest_metrics.timestamp, 0), latest_metrics.value)
        """,
        MetricColumns
    );

    public static readonly RowStatement<MetricPoint> InsertModelMetrics = new(
        """
        INSERT INTO logged_model_metrics
            (model_id, metric_name, metric_timestamp_ms, metric_step, metric_value, experiment_id, run_id, dataset_uuid, dataset_name, dataset_digest)
        SELECT r.model_id, r.key, r.timestamp, r.step, r.model_value, m.experiment_id, @run,
            (SELECT d.dataset_uuid FROM datasets d
             WHERE d.experiment_id = m.experiment_id AND d.name = r.dataset_name AND d.digest = r.dataset_digest),
            r.dataset_name, r.dataset_digest
        FROM @rows r JOIN logged_models m ON m.model_id = r.model_id WHERE true
        ON CONFLICT DO NOTHING
        """,
        ModelMetricColumns
    );

    /// <summary>Divides by zero when a point of a model is there with another value or dataset.</summary>
    public static readonly RowStatement<MetricPoint> DemandSameModelMetrics = new(
        """
        SELECT 1 / (CASE WHEN count(*) = 0 THEN 1 ELSE 0 END) FROM @rows r
        JOIN logged_model_metrics f ON f.model_id = r.model_id AND f.metric_name = r.key AND f.metric_timestamp_ms = r.timestamp
            AND f.metric_step = r.step AND f.run_id = @run
        WHERE f.metric_value IS DISTINCT FROM r.model_value OR f.dataset_name IS DISTINCT FROM r.dataset_name
            OR f.dataset_digest IS DISTINCT FROM r.dataset_digest
        """,
        ModelMetricColumns
    );

    public static readonly RowStatement<Param> InsertParams = new(
        """
        INSERT INTO params (key, value, run_uuid) SELECT r.key, r.value, @run FROM @rows r WHERE true ON CONFLICT DO NOTHING
        """,
        ParamColumns
    );

    /// <summary>Divides by zero when a parameter is there with another value.</summary>
    public static readonly RowStatement<Param> DemandSameParams = new(
        """
        SELECT 1 / (CASE WHEN count(*) = 0 THEN 1 ELSE 0 END) FROM @rows r
        JOIN params p ON p.run_uuid = @run AND p.key = r.key AND p.value <> r.value
        """,
        ParamColumns
    );

    public static readonly RowStatement<RunTag> UpsertTags = new(
        """
        INSERT INTO tags (key, value, run_uuid) SELECT r.key, r.value, @run FROM @rows r WHERE true
        ON CONFLICT (key, run_uuid) DO UPDATE SET value = excluded.value
        """,
        new("key", SqlColumnType.Text, t => t.Key),
        new("value", SqlColumnType.Text, t => t.Value)
    );

    private static SqlColumn<Param>[] ParamColumns =>
        [new("key", SqlColumnType.Text, p => p.Key), new("value", SqlColumnType.Text, p => p.Value)];

    private static SqlColumn<MetricPoint>[] ModelMetricColumns =>
        [
            .. MetricColumns,
            new("model_id", SqlColumnType.Text, p => p.ModelId),
            // This table has no flag for NaN.
            new("model_value", SqlColumnType.Double, p => double.IsNaN(p.Value) ? null : MetricRows.Stored(p.Value)),
            new("dataset_name", SqlColumnType.Text, p => p.DatasetName),
            new("dataset_digest", SqlColumnType.Text, p => p.DatasetDigest),
        ];

    private static SqlColumn<MetricPoint>[] MetricColumns =>
        [
            new("key", SqlColumnType.Text, p => p.Key),
            new("value", SqlColumnType.Double, p => MetricRows.Stored(p.Value)),
            new("timestamp", SqlColumnType.BigInt, p => p.Timestamp),
            new("step", SqlColumnType.BigInt, p => p.Step),
            new("is_nan", SqlColumnType.Boolean, p => double.IsNaN(p.Value)),
        ];
}
