using Cairn.Contracts.Runs;
using Cairn.Core.Errors;
using Cairn.Core.Metrics;
using Cairn.Core.Runs;
using Cairn.Sql.Dialects;
using Cairn.Sql.Engine;
using Cairn.Sql.Metrics;

namespace Cairn.Sql.Runs;

/// <summary>
/// Writes a log: one batch, in which checks and writes go together. A failed check undoes the writes.
/// </summary>
/// <remarks>
/// It may be repeated: a point or parameter that is there stays one, and a tag is set to the same value.
/// </remarks>
internal sealed class RunLogWrite : IRepeatableWrite
{
    // Not locked: every metric would queue for the run's row. A log that overtakes a deletion is as if it had come just
    // before it.
    private const string StageOf = "SELECT lifecycle_stage FROM runs WHERE run_uuid = @run";

    // Read after the insert: whatever is there then, by this log or another one, is what counts.
    private const string PresentParams = "SELECT key, value FROM params WHERE run_uuid = @run AND key = ANY(@keys)";

    private const string PresentModels = "SELECT model_id FROM logged_models WHERE model_id = ANY(@models)";

    // The same checks where nobody looks at what is found.
    private const string DemandActive =
        "SELECT 1 / count(*) FROM runs WHERE run_uuid = @run AND lifecycle_stage = 'active'";

    private const string DemandModels = """
        SELECT 1 / (CASE WHEN count(*) = @count THEN 1 ELSE 0 END) FROM logged_models WHERE model_id = ANY(@models)
        """;

    private const string Rename = "UPDATE runs SET name = @name WHERE run_uuid = @run";

    private readonly string _runId;
    private readonly RunLog _log;
    private readonly IReadOnlyList<MetricPoint> _points;
    private readonly IReadOnlyList<MetricPoint> _latest;
    private readonly IReadOnlyList<MetricPoint> _ofModels;
    private readonly string[] _models;
    private readonly IReadOnlyList<Param> _params;
    private readonly IReadOnlyList<RunTag> _tags;

    public RunLogWrite(string runId, RunLog log)
    {
        _runId = runId;
        _log = log;
        _points = log.Metrics.Count > 1 ? [.. log.Metrics.OrderBy(p => p.Key, StringComparer.Ordinal)] : log.Metrics;
        _latest = LatestOf(_points);
        _ofModels = log.Metrics.Any(p => p.ModelId is not null) ? [.. _points.Where(p => p.ModelId is not null)] : [];
        _models = [.. _ofModels.Select(p => p.ModelId!).Distinct()];
        _params = log.Params.Count > 1 ? [.. log.Params.OrderBy(p => p.Key, StringComparer.Ordinal)] : log.Params;
        _tags = log.Tags.Count > 1 ? [.. log.Tags.OrderBy(t => t.Key, StringComparer.Ordinal)] : log.Tags;
    }

    /// <summary>Demands that the texts fit their columns.</summary>
    public RunLogWrite DemandFits(SqlDialect dialect)
    {
        foreach (var point in _ofModels)
        {
            dialect.DemandFits("dataset_name", point.DatasetName, 500);
            dialect.DemandFits("dataset_digest", point.DatasetDigest, 36);
        }

        return this;
    }

    public SqlBatch Batch()
    {
        var batch = new SqlBatch().Execute(DemandActive, ("@run", _runId));
        if (_models.Length > 0)
        {
            batch.Execute(DemandModels, ("@models", _models), ("@count", (long)_models.Length));
        }

        return AddRest(
                batch
                    .Execute(RunLogStatements.InsertParams, _params, ("@run", _runId))
                    .Execute(RunLogStatements.DemandSameParams, _params, ("@run", _runId))
            )
            .Execute(RunLogStatements.DemandSameModelMetrics, _ofModels, ("@run", _runId));
    }

    public async ValueTask RunAsync(SqlSession session)
    {
        await using var results = await session.RunAsync(LookingBatch());
        var stage = await results.FirstAsync(r => r.GetString(0)) ?? throw RunIds.Missing(_runId);
        if (stage != "active")
        {
            throw RunIds.NotActive(_runId);
        }

        if (_models.Length > 0)
        {
            var present = await results.ListAsync(r => r.GetString(0));
            if (_models.Except(present, StringComparer.Ordinal).FirstOrDefault() is { } absent)
            {
                throw CairnException.Missing($"Logged model with ID '{absent}' not found.");
            }
        }

        if (_params.Count > 0)
        {
            DemandUnchanged(await results.ListAsync(r => (Key: r.GetString(0), Value: r.GetString(1))));
        }

        await ModelMetricConflict.DemandNoneAsync(results, _ofModels);
        await results.CompleteAsync();
    }

    private SqlBatch LookingBatch()
    {
        var batch = new SqlBatch().Query(StageOf, ("@run", _runId));
        if (_models.Length > 0)
        {
            batch.Query(PresentModels, ("@models", _models));
        }

        batch.Execute(RunLogStatements.InsertParams, _params, ("@run", _runId));
        if (_params.Count > 0)
        {
            batch.Query(PresentParams, ("@run", _runId), ("@keys", _params.Select(p => p.Key!).ToArray()));
        }

        return AddRest(batch).QueryModelMetrics(_runId, _ofModels);
    }

    private SqlBatch AddRest(SqlBatch batch)
    {
        batch
            .Execute(RunLogStatements.InsertMetrics, _points, ("@run", _runId))
            .Execute(RunLogStatements.UpsertLatest, _latest, ("@run", _runId))
            .Execute(RunLogStatements.InsertModelMetrics, _ofModels, ("@run", _runId));

        // The run before its tags, as an update of the run does: the two cannot deadlock.
        if (_tags.FirstOrDefault(t => t.Key == RunLogRules.RunNameTag) is { } name)
        {
            batch.Execute(Rename, ("@name", name.Value), ("@run", _runId));
        }

        return batch.Execute(RunLogStatements.UpsertTags, _tags, ("@run", _runId));
    }

    private void DemandUnchanged(List<(string Key, string Value)> present)
    {
        var values = present.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        var changed = _params.Where(p => values.TryGetValue(p.Key!, out var value) && value != p.Value).ToList();
        if (changed.Count == 0)
        {
            return;
        }

        throw CairnException.Invalid(
            _log.SingleParam
                ? $"Changing param values is not allowed. Param with key='{changed[0].Key}' was already logged with value='{values[changed[0].Key!]}' "
                    + $"for run ID='{_runId}'. Attempted logging new value '{changed[0].Value}'."
                : "Changing param values is not allowed. Params were already logged='["
                    + string.Join(
                        ", ",
                        changed.Select(p =>
                            $"{{'key': '{p.Key}', 'old_value': '{values[p.Key!]}', 'new_value': '{p.Value}'}}"
                        )
                    )
                    + $"]' for run ID='{_runId}'."
        );
    }

    /// <summary>Of points sorted by key, the latest of each key.</summary>
    private static IReadOnlyList<MetricPoint> LatestOf(IReadOnlyList<MetricPoint> points)
    {
        if (points.Count < 2)
        {
            return points;
        }

        var latest = new List<MetricPoint>();
        foreach (var point in points)
        {
            if (latest.Count == 0 || latest[^1].Key != point.Key)
            {
                latest.Add(point);
            }
            else if (Order(point).CompareTo(Order(latest[^1])) > 0)
            {
                latest[^1] = point;
            }
        }

        return latest;
    }

    private static (long, long, double) Order(MetricPoint point) =>
        (point.Step, point.Timestamp, MetricRows.Stored(point.Value));
}
