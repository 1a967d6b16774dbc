using Cairn.Sql.Engine;
using Cairn.Sql.Schema;

namespace Cairn.Bench.Registry;

/// <summary>
/// A large registry: 2,000 models of 40 teams with 50 versions each, three tags a version, and 1,000 logged models with
/// 50 metrics
/// each. Written by SQL, as 300,000 requests would take longer than what is measured.
/// </summary>
internal static class RegistrySeed
{
    /// <summary>The experiment of the logged models.</summary>
    public const string Experiment = "0";

    private const int Models = 2000,
        VersionsOfEach = 50,
        LoggedModels = 1000,
        MetricsOfEach = 50;
    private const string Run = "00000000000000000000000000bench0";
    private const string Epoch = "1700000000000";

    private const string Name =
        "'team' || substr(CAST(100 + m.n / 50 AS TEXT), 2) || '-model' || substr(CAST(10000 + m.n AS TEXT), 2)";

    // In no order that an index could have by itself.
    private const string Changed = $"{Epoch} + ((m.n * 7919 + v.n * 104729) % 100000) * 1000";

    private const string Id = "'m-bench' || substr(CAST(100000 + m.n AS TEXT), 2)";

    /// <summary>Fills a database that was not filled before.</summary>
    public static async Task SowAsync(string uri, CancellationToken ct)
    {
        await using var database = await Databases.OpenAsync(
            DatabaseUri.Parse(uri, Environment.GetEnvironmentVariable),
            new DatabaseSettings(),
            ct
        );
        await new SchemaGate(database, TimeProvider.System).OpenAsync("mlflow-artifacts:/", false, ct);
        if (
            await database.ReadAsync(
                s => s.FirstAsync("SELECT 1 FROM runs WHERE run_uuid = @run", _ => true, ("@run", Run)),
                ct
            )
        )
        {
            return;
        }

        await database.WriteAsync(WriteAsync, ct);
    }

    private static async ValueTask WriteAsync(SqlSession session)
    {
        var (models, versions, logged, metrics) = (
            Numbers(Models, "m"),
            Numbers(VersionsOfEach, "v"),
            Numbers(LoggedModels, "m"),
            Numbers(MetricsOfEach, "v")
        );
        session.MayTakeLong();
        foreach (
            var statement in (string[])
                [
                    $"INSERT INTO registered_models (workspace, name, creation_time, last_updated_time) SELECT 'default', {Name}, {Epoch}, {Epoch} + m.n FROM {models}",
                    $"INSERT INTO registered_model_tags (workspace, name, key, value) SELECT 'default', {Name}, 'team', 't' || CAST(m.n / 50 AS TEXT) FROM {models}",
                    $"""
                        INSERT INTO model_versions (workspace, name, version, creation_time, last_updated_time, description, current_stage, source, run_id, status, run_link, storage_location)
                        SELECT 'default', {Name}, v.n + 1, {Changed}, {Changed}, '', 'None', 's3://bucket/models/x', 'run' || CAST(m.n AS TEXT), 'READY', '', 's3://bucket/models/x'
                        FROM {models} CROSS JOIN {versions}
                        """,
                    Tag("stage", "CASE v.n % 10 WHEN 9 THEN 'prod' WHEN 8 THEN 'test' ELSE 'dev' END"),
                    Tag("owner", "'o' || CAST((m.n * 31 + v.n) % 100 AS TEXT)"),
                    Tag("framework", "'f' || CAST(m.n % 7 AS TEXT)"),
                    $"INSERT INTO registered_model_aliases (workspace, name, alias, version) SELECT 'default', {Name}, 'champion', {VersionsOfEach} FROM {models}",
                    $"INSERT INTO runs (run_uuid, name, experiment_id, status, lifecycle_stage, start_time) VALUES ('{Run}', 'bench', {Experiment}, 'FINISHED', 'active', {Epoch})",
                    $"""
                        INSERT INTO logged_models (model_id, experiment_id, name, artifact_location, creation_timestamp_ms, last_updated_timestamp_ms, status, lifecycle_stage, model_type, source_run_id)
                        SELECT {Id}, {Experiment}, 'bench', 'mlflow-artifacts:/0/models/x', {Epoch} + m.n, {Epoch} + m.n, 2, 'active', '', '{Run}' FROM {logged}
                        """,
                    $"INSERT INTO logged_model_params (model_id, experiment_id, param_key, param_value) SELECT {Id}, {Experiment}, 'p' || CAST(v.n AS TEXT), CAST(m.n AS TEXT) FROM {logged} CROSS JOIN {Numbers(5, "v")}",
                    $"INSERT INTO logged_model_tags (model_id, experiment_id, tag_key, tag_value) SELECT {Id}, {Experiment}, 'kind', 'k' || CAST(m.n % 5 AS TEXT) FROM {logged}",
                    $"""
                        INSERT INTO logged_model_metrics (model_id, metric_name, metric_timestamp_ms, metric_step, metric_value, experiment_id, run_id, dataset_name, dataset_digest)
                        SELECT {Id}, 'metric' || CAST(v.n AS TEXT), {Epoch}, 0, (m.n * 37 + v.n) % 1000, {Experiment}, '{Run}', 'data', 'd1' FROM {logged} CROSS JOIN {metrics}
                        """,
                ]
        )
        {
            await session.ExecuteAsync(statement);
        }

        string Tag(string key, string value) =>
            $"INSERT INTO model_version_tags (workspace, name, version, key, value) SELECT 'default', {Name}, v.n + 1, '{key}', {value} FROM {models} CROSS JOIN {versions}";
    }

    private static string Numbers(int count, string alias) =>
        $"(WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count - 1}) SELECT n FROM numbers) {alias}";
}
