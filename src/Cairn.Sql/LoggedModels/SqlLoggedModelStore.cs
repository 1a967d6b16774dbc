using Cairn.Contracts.LoggedModels;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Core.Experiments;
using Cairn.Core.LoggedModels;
using Cairn.Sql.Engine;

namespace Cairn.Sql.LoggedModels;

/// <inheritdoc/>
/// <param name="database">The database.</param>
/// <param name="clock">Says when a model was created or changed.</param>
public sealed class SqlLoggedModelStore(Database database, TimeProvider clock) : ILoggedModelStore
{
    private const int LongestKey = 255;

    private static readonly RowStatement<LoggedModelTag> _setTags = new(
        """
        INSERT INTO logged_model_tags (model_id, experiment_id, tag_key, tag_value)
        SELECT m.model_id, m.experiment_id, r.key, r.value FROM @rows r JOIN logged_models m ON m.model_id = @model WHERE true
        ON CONFLICT (model_id, tag_key) DO UPDATE SET tag_value = excluded.tag_value
        """,
        new("key", SqlColumnType.Text, t => t.Key),
        new("value", SqlColumnType.Text, t => t.Value)
    );

    private static readonly RowStatement<LoggedModelParameter> _addParams = new(
        """
        INSERT INTO logged_model_params (model_id, experiment_id, param_key, param_value)
        SELECT m.model_id, m.experiment_id, r.key, r.value FROM @rows r JOIN logged_models m ON m.model_id = @model WHERE true
        ON CONFLICT (model_id, param_key) DO NOTHING
        """,
        new("key", SqlColumnType.Text, p => p.Key),
        new("value", SqlColumnType.Text, p => p.Value)
    );

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    // Kept until the model is there: its experiment cannot be deleted meanwhile.
    private const string ExperimentOf =
        "SELECT lifecycle_stage, artifact_location FROM experiments WHERE experiment_id = @experiment FOR SHARE";

    private const string Insert = """
        INSERT INTO logged_models (model_id, experiment_id, name, artifact_location, creation_timestamp_ms, last_updated_timestamp_ms,
            status, lifecycle_stage, model_type, source_run_id)
        VALUES (@model, @experiment, @name, @location, @now, @now, @status, 'active', @type, @run)
        """;

    /// <inheritdoc/>
    public Task<LoggedModel> CreateAsync(NewLoggedModel model, CancellationToken ct)
    {
        var now = Now;
        database.Dialect.DemandFits("name", model.Name, 500);
        database.Dialect.DemandFits("model_type", model.ModelType, 500);
        database.Dialect.DemandFits("source_run_id", model.SourceRunId, 32);
        DemandFit(model.Params);
        DemandFit(model.Tags);
        return database.WriteAsync(
            async session =>
            {
                var (stage, root) = await session.FirstAsync(
                    ExperimentOf,
                    r => (Stage: r.GetString(0), Location: r.Text(1)),
                    ("@experiment", model.ExperimentId)
                );
                if (stage != "active")
                {
                    throw stage is null
                        ? ExperimentIds.Missing(model.ExperimentId)
                        : ExperimentIds.NotActive(model.ExperimentId);
                }

                var location = ArtifactLocations.Join(root ?? "", $"models/{model.Id}/artifacts");
                session.Dialect.DemandFits("artifact_uri", location, 1000);
                await session.ExecuteAsync(
                    new SqlBatch()
                        .Execute(
                            Insert,
                            ("@model", model.Id),
                            ("@experiment", model.ExperimentId),
                            ("@name", model.Name),
                            ("@location", location),
                            ("@now", now),
                            ("@status", (int)LoggedModelStatus.Pending),
                            ("@type", model.ModelType),
                            ("@run", model.SourceRunId)
                        )
                        .Execute(_addParams, model.Params, ("@model", model.Id))
                        .Execute(_setTags, model.Tags, ("@model", model.Id))
                );
                return Created(model, location, now);
            },
            ct
        );
    }

    private void DemandFit(IReadOnlyList<LoggedModelParameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            database.Dialect.DemandFits("key", parameter.Key, LongestKey);
        }
    }

    private void DemandFit(IReadOnlyList<LoggedModelTag> tags)
    {
        foreach (var tag in tags)
        {
            database.Dialect.DemandFits("key", tag.Key, LongestKey);
        }
    }

    private static LoggedModel Created(NewLoggedModel model, string location, long now) =>
        new()
        {
            Info = new()
            {
                ModelId = model.Id,
                ExperimentId = ExperimentIds.Text(model.ExperimentId),
                Name = model.Name,
                CreationTimestampMs = now,
                LastUpdatedTimestampMs = now,
                ArtifactUri = location,
                Status = LoggedModelStatus.Pending.Name(),
                ModelType = model.ModelType,
                SourceRunId = model.SourceRunId,
                Tags = model.Tags.Count == 0 ? null : model.Tags,
            },
            Data = new() { Params = model.Params.Count == 0 ? null : model.Params },
        };

    private const string ById =
        $"SELECT {LoggedModelRows.Columns} FROM logged_models m WHERE m.model_id = @model AND m.lifecycle_stage = 'active'";

    /// <inheritdoc/>
    public Task<LoggedModel> GetAsync(string id, CancellationToken ct) =>
        database.ReadAsync(session => GetAsync(session, id), ct);

    private static async ValueTask<LoggedModel> GetAsync(SqlSession session, string id)
    {
        await using var results = await session.RunAsync(new SqlBatch().Query(ById, ("@model", id)).QueryModels([id]));
        var info = await results.FirstAsync(LoggedModelRows.ReadInfo) ?? throw LoggedModelRules.Missing(id);
        return (await LoggedModelRows.ReadPageAsync(results, [info]))[0];
    }

    private const string SetStatus = """
        UPDATE logged_models SET status = @status, last_updated_timestamp_ms = @now WHERE model_id = @model AND lifecycle_stage = 'active'
        """;

    /// <inheritdoc/>
    public Task<LoggedModel> FinalizeAsync(string id, LoggedModelStatus status, CancellationToken ct)
    {
        var now = Now;
        return database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(SetStatus, ("@status", (int)status), ("@now", now), ("@model", id));
                return await GetAsync(session, id);
            },
            ct
        );
    }

    private const string Delete = """
        UPDATE logged_models SET lifecycle_stage = 'deleted', last_updated_timestamp_ms = @now
        WHERE model_id = @model AND lifecycle_stage = 'active'
        """;

    /// <inheritdoc/>
    public Task DeleteAsync(string id, CancellationToken ct)
    {
        var now = Now;
        return database.WriteAsync(
            async session =>
            {
                if (await session.ExecuteAsync(Delete, ("@now", now), ("@model", id)) == 0)
                {
                    await DemandAsync(session, id);
                }
            },
            ct
        );
    }

    // Also keeps the model's row for this transaction: changes of one model's tags and parameters follow one another.
    private const string Lock = "UPDATE logged_models SET status = status WHERE model_id = @model";

    private static async ValueTask DemandAsync(SqlSession session, string id)
    {
        if (await session.ExecuteAsync(Lock, ("@model", id)) == 0)
        {
            throw LoggedModelRules.Missing(id);
        }
    }

    /// <inheritdoc/>
    public Task SetTagsAsync(string id, IReadOnlyList<LoggedModelTag> tags, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                DemandFit(tags);
                await DemandAsync(session, id);
                await session.ExecuteAsync(new SqlBatch().Execute(_setTags, tags, ("@model", id)));
            },
            ct
        );

    private const string TagOf = "SELECT tag_value FROM logged_model_tags WHERE model_id = @model AND tag_key = @key";

    /// <inheritdoc/>
    public Task ChangeTagAsync(string id, string key, Func<string?, string> change, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                await DemandAsync(session, id);
                var present = await session.FirstAsync(TagOf, r => r.Text(0), ("@model", id), ("@key", key));
                await session.ExecuteAsync(
                    new SqlBatch().Execute(_setTags, [new() { Key = key, Value = change(present) }], ("@model", id))
                );
            },
            ct
        );

    private const string DeleteTag = "DELETE FROM logged_model_tags WHERE model_id = @model AND tag_key = @key";

    /// <inheritdoc/>
    public Task DeleteTagAsync(string id, string key, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                await DemandAsync(session, id);
                if (await session.ExecuteAsync(DeleteTag, ("@model", id), ("@key", key)) == 0)
                {
                    throw CairnException.Missing($"No tag with key '{key}' found for model with ID '{id}'.");
                }
            },
            ct
        );

    private const string PresentParams =
        "SELECT param_key, param_value FROM logged_model_params WHERE model_id = @model AND param_key = ANY(@keys)";

    /// <inheritdoc/>
    public Task LogParamsAsync(string id, IReadOnlyList<LoggedModelParameter> parameters, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                DemandFit(parameters);
                await DemandAsync(session, id);
                await session.ExecuteAsync(new SqlBatch().Execute(_addParams, parameters, ("@model", id)));
                var present = await session.ListAsync(
                    PresentParams,
                    r => (Key: r.GetString(0), Value: r.GetString(1)),
                    ("@model", id),
                    ("@keys", parameters.Select(p => p.Key!).ToArray())
                );
                var given = parameters.ToDictionary(p => p.Key!, p => p.Value, StringComparer.Ordinal);
                if (present.Find(p => given[p.Key] != p.Value) is { Key: not null } other)
                {
                    throw CairnException.Invalid(
                        $"Changing param values is not allowed. Param with key='{other.Key}' was already logged with value='{other.Value}' "
                            + $"for model ID='{id}'. Attempted logging new value '{given[other.Key]}'."
                    );
                }
            },
            ct
        );

    /// <inheritdoc/>
    public async Task<SearchLoggedModelsResponse> SearchAsync(LoggedModelQuery query, CancellationToken ct)
    {
        var search = LoggedModelSearch.Prepare(query, database.Dialect);
        var (models, next) =
            query.ExperimentIds.Count == 0
                ? ([], null)
                : await database.ReadSnapshotAsync(
                    async session =>
                    {
                        var (page, nextToken) = await search.RunAsync(session, LoggedModelRows.ReadInfo);
                        return (await LoggedModelRows.LoadAsync(session, page), nextToken);
                    },
                    ct
                );
        return new(models.Count == 0 ? null : models, next);
    }
}
