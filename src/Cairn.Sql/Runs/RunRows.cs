using System.Data.Common;
using Cairn.Contracts.Runs;
using Cairn.Core.Experiments;
using Cairn.Sql.Dialects;
using Cairn.Sql.Engine;

namespace Cairn.Sql.Runs;

/// <summary>Reads runs from rows of <see cref="Columns"/>, and what belongs to a page of them.</summary>
internal static class RunRows
{
    /// <summary>The columns of a run's info, of the table alias <c>r</c>.</summary>
    public const string Columns =
        "r.run_uuid, r.experiment_id, r.name, r.user_id, r.status, r.start_time, r.end_time, r.artifact_uri, r.lifecycle_stage";

    private const string MetricsOf =
        "SELECT run_uuid, key, value, timestamp, step, is_nan FROM latest_metrics WHERE run_uuid = ANY(@runs)";

    private const string ParamsOf = "SELECT run_uuid, key, value FROM params WHERE run_uuid = ANY(@runs)";

    private const string TagsOf = "SELECT run_uuid, key, value FROM tags WHERE run_uuid = ANY(@runs)";

    private static string DatasetsOf(SqlDialect dialect) =>
        $"""
            SELECT i.destination_id, i.input_uuid, d.name, d.digest, d.dataset_source_type, d.dataset_source, d.dataset_schema, d.dataset_profile, t.name, t.value
            FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id LEFT JOIN input_tags t ON t.input_uuid = i.input_uuid
            WHERE i.destination_type = 'RUN' AND i.destination_id = ANY(@runs) AND i.source_type = 'DATASET'
            ORDER BY i.destination_id, {InputIds.Order("i", dialect)}, i.input_uuid
            """;

    private static string ModelsOf(SqlDialect dialect) =>
        $"""
            SELECT i.source_id, i.source_type, i.destination_id, i.step FROM inputs i
            WHERE i.source_type IN ('RUN_INPUT', 'RUN_OUTPUT') AND i.source_id = ANY(@runs)
            ORDER BY i.source_id, {InputIds.Order("i", dialect)}
            """;

    public static RunInfo ReadInfo(DbDataReader row) =>
        new()
        {
            RunId = row.GetString(0),
            ExperimentId = ExperimentIds.Text(row.GetInt64(1)),
            RunName = row.Text(2),
            UserId = row.Text(3),
            Status = row.Text(4) ?? RunStatus.Running.Name(),
            StartTime = row.Int64(5),
            EndTime = row.Int64(6),
            ArtifactUri = row.Text(7),
            LifecycleStage = row.Text(8) ?? "active",
        };

    /// <summary>Adds to a batch the queries that <see cref="ReadPageAsync"/> reads.</summary>
    public static SqlBatch QueryPage(this SqlBatch batch, string[] runIds, SqlDialect dialect) =>
        batch
            .Query(MetricsOf, ("@runs", runIds))
            .Query(ParamsOf, ("@runs", runIds))
            .Query(TagsOf, ("@runs", runIds))
            .Query(DatasetsOf(dialect), ("@runs", runIds))
            .Query(ModelsOf(dialect), ("@runs", runIds));

    /// <summary>
    /// The complete runs of a page, in its order, from the five result sets of <see cref="QueryPage"/>.
    /// </summary>
    public static async ValueTask<List<Run>> ReadPageAsync(SqlResults results, IReadOnlyList<RunInfo> page) =>
        (await ReadUpToAsync(results, page, int.MaxValue))!;

    /// <summary>
    /// The complete runs of a page, in its order: five queries in one round trip. Null when it has several runs with
    /// more text than <paramref name="maxText"/> characters: then the rest is not read.
    /// </summary>
    public static async ValueTask<List<Run>?> LoadAsync(SqlSession session, IReadOnlyList<RunInfo> page, int maxText)
    {
        if (page.Count == 0)
        {
            return [];
        }

        await using var results = await session.RunAsync(
            new SqlBatch().QueryPage([.. page.Select(info => info.RunId)], session.Dialect)
        );
        return await ReadUpToAsync(results, page, page.Count == 1 ? int.MaxValue : maxText);
    }

    private static async ValueTask<List<Run>?> ReadUpToAsync(
        SqlResults results,
        IReadOnlyList<RunInfo> page,
        int maxText
    )
    {
        var parts = new RunParts(page, maxText);
        return
            await parts.ReadMetricsAsync(await results.NextAsync())
            && await parts.ReadParamsAsync(await results.NextAsync())
            && await parts.ReadTagsAsync(await results.NextAsync())
            && await parts.ReadDatasetsAsync(await results.NextAsync())
            && await parts.ReadModelsAsync(await results.NextAsync())
            ? parts.Build()
            : null;
    }
}
