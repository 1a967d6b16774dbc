using System.Globalization;
using Cairn.Sql.Engine;

namespace Cairn.ConformanceTests.Schema;

/// <summary>
/// What a database holds of all that has an API, one line for each row, as <see cref="SampleApi"/> reads it over HTTP.
/// </summary>
internal static class SampleRows
{
    private static readonly (string Name, string Sql)[] _queries =
    [
        ("experiment", "SELECT experiment_id, name, artifact_location, lifecycle_stage FROM experiments"),
        ("experiment tag", "SELECT experiment_id, key, value FROM experiment_tags"),
        (
            "run",
            "SELECT run_uuid, experiment_id, name, status, start_time, end_time, artifact_uri, lifecycle_stage FROM runs"
        ),
        ("param", "SELECT run_uuid, key, value FROM params"),
        ("tag", "SELECT run_uuid, key, value FROM tags"),
        ("latest", $"SELECT run_uuid, key, {Value("value")}, timestamp, step FROM latest_metrics"),
        ("metric", $"SELECT run_uuid, key, {Value("value")}, timestamp, step FROM metrics"),
        (
            "dataset",
            """
            SELECT i.destination_id, d.name, d.digest, d.dataset_source_type, d.dataset_source, d.dataset_schema, d.dataset_profile
            FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id WHERE i.source_type = 'DATASET'
            """
        ),
        (
            "dataset tag",
            "SELECT i.destination_id, t.name, t.value FROM inputs i JOIN input_tags t ON t.input_uuid = i.input_uuid"
        ),
        ("consumed", "SELECT source_id, destination_id FROM inputs WHERE source_type = 'RUN_INPUT'"),
        ("produced", "SELECT source_id, destination_id, step FROM inputs WHERE source_type = 'RUN_OUTPUT'"),
        ("model", "SELECT name, description FROM registered_models"),
        ("model tag", "SELECT name, key, value FROM registered_model_tags"),
        ("alias", "SELECT name, alias, version FROM registered_model_aliases"),
        (
            "version",
            "SELECT name, version, current_stage, source, run_id, status, description FROM model_versions WHERE current_stage <> 'Deleted_Internal'"
        ),
        ("version tag", "SELECT name, version, key, value FROM model_version_tags"),
        (
            "logged model",
            "SELECT model_id, experiment_id, name, artifact_location, model_type, source_run_id FROM logged_models WHERE lifecycle_stage = 'active'"
        ),
        ("logged param", "SELECT model_id, param_key, param_value FROM logged_model_params"),
        ("logged tag", "SELECT model_id, tag_key, tag_value FROM logged_model_tags"),
        (
            "logged metric",
            "SELECT model_id, metric_name, metric_value, metric_timestamp_ms, metric_step, run_id FROM logged_model_metrics"
        ),
        ("webhook", "SELECT webhook_id, name, url, status FROM webhooks WHERE deleted_timestamp IS NULL"),
        ("webhook event", "SELECT webhook_id, entity, action FROM webhook_events"),
    ];

    public static Task<List<string>> ReadAsync(Database database, CancellationToken ct) =>
        database.ReadSnapshotAsync(
            async session =>
            {
                var lines = new List<string>();
                foreach (var (name, sql) in _queries)
                {
                    lines.AddRange(
                        await session.ListAsync(
                            sql,
                            row =>
                                Line(
                                    name,
                                    Enumerable.Range(0, row.FieldCount).Select(i => (object?)Plain(row.GetValue(i)))
                                )
                        )
                    );
                }

                return lines;
            },
            ct
        );

    public static string Line(string name, IEnumerable<object?> values) =>
        $"{name}: {string.Join(" | ", values.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)))}";

    private static object? Plain(object value) => value is DBNull ? null : value;

    private static string Value(string column) => $"CASE WHEN is_nan THEN NULL ELSE {column} END";
}
