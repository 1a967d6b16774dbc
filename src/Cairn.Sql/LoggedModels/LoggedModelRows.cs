using System.Data.Common;
using Cairn.Contracts.LoggedModels;
using Cairn.Contracts.Metrics;
using Cairn.Core.Experiments;
using Cairn.Sql.Engine;

namespace Cairn.Sql.LoggedModels;

/// <summary>Reads logged models from rows of <see cref="Columns"/>, and what belongs to a page of them.</summary>
internal static class LoggedModelRows
{
    /// <summary>The columns of a model's info, of the table alias <c>m</c>.</summary>
    public const string Columns = """
        m.model_id, m.experiment_id, m.name, m.creation_timestamp_ms, m.last_updated_timestamp_ms, m.artifact_location, m.status,
        m.model_type, m.source_run_id, m.status_message
        """;

    private const string TagsOf =
        "SELECT model_id, tag_key, tag_value FROM logged_model_tags WHERE model_id = ANY(@models) ORDER BY model_id, tag_key";

    private const string ParamsOf = """
        SELECT model_id, param_key, param_value FROM logged_model_params WHERE model_id = ANY(@models) ORDER BY model_id, param_key
        """;

    private const string MetricsOf = """
        SELECT model_id, metric_name, metric_value, metric_timestamp_ms, metric_step, dataset_name, dataset_digest, run_id
        FROM logged_model_metrics WHERE model_id = ANY(@models)
        ORDER BY model_id, metric_name, metric_timestamp_ms, metric_step
        """;

    public static LoggedModelInfo ReadInfo(DbDataReader row) =>
        new()
        {
            ModelId = row.GetString(0),
            ExperimentId = ExperimentIds.Text(row.GetInt64(1)),
            Name = row.GetString(2),
            CreationTimestampMs = row.GetInt64(3),
            LastUpdatedTimestampMs = row.GetInt64(4),
            ArtifactUri = row.GetString(5),
            Status = ((LoggedModelStatus)row.GetInt64(6)).Name(),
            ModelType = row.Text(7) ?? "",
            SourceRunId = row.Text(8) ?? "",
            StatusMessage = row.Text(9),
        };

    /// <summary>Adds to a batch the queries that <see cref="ReadPageAsync"/> reads.</summary>
    public static SqlBatch QueryModels(this SqlBatch batch, string[] ids) =>
        batch.Query(TagsOf, ("@models", ids)).Query(ParamsOf, ("@models", ids)).Query(MetricsOf, ("@models", ids));

    /// <summary>
    /// The complete models of a page, in its order, from the three result sets of <see cref="QueryModels"/>.
    /// </summary>
    public static async ValueTask<List<LoggedModel>> ReadPageAsync(
        SqlResults results,
        IReadOnlyList<LoggedModelInfo> page
    )
    {
        var tags = await GroupAsync(results, r => new LoggedModelTag { Key = r.GetString(1), Value = r.GetString(2) });
        var parameters = await GroupAsync(
            results,
            r => new LoggedModelParameter { Key = r.GetString(1), Value = r.GetString(2) }
        );
        var metrics = await GroupAsync(results, ReadMetric);
        return
        [
            .. page.Select(info => new LoggedModel
            {
                Info = info with { Tags = tags.GetValueOrDefault(info.ModelId) },
                Data = new()
                {
                    Params = parameters.GetValueOrDefault(info.ModelId),
                    Metrics = metrics.GetValueOrDefault(info.ModelId),
                },
            }),
        ];
    }

    /// <summary>The complete models of a page, in its order: three queries in one round trip.</summary>
    public static async ValueTask<List<LoggedModel>> LoadAsync(SqlSession session, IReadOnlyList<LoggedModelInfo> page)
    {
        if (page.Count == 0)
        {
            return [];
        }

        await using var results = await session.RunAsync(
            new SqlBatch().QueryModels([.. page.Select(info => info.ModelId)])
        );
        return await ReadPageAsync(results, page);
    }

    private static async ValueTask<Dictionary<string, List<T>>> GroupAsync<T>(
        SqlResults results,
        Func<DbDataReader, T> read
    )
    {
        var groups = new Dictionary<string, List<T>>(StringComparer.Ordinal);
        var row = await results.NextAsync();
        while (await row.ReadAsync())
        {
            var id = row.GetString(0);
            if (!groups.TryGetValue(id, out var group))
            {
                groups.Add(id, group = []);
            }

            group.Add(read(row));
        }

        return groups;
    }

    private static Metric ReadMetric(DbDataReader row) =>
        new()
        {
            ModelId = row.GetString(0),
            Key = row.GetString(1),
            Value = row.IsDBNull(2) ? double.NaN : row.GetDouble(2),
            Timestamp = row.GetInt64(3),
            Step = row.GetInt64(4),
            DatasetName = row.Text(5),
            DatasetDigest = row.Text(6),
            RunId = row.GetString(7),
        };
}
