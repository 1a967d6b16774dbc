using Cairn.Contracts.Experiments;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Core.Experiments;
using Cairn.Sql.Dialects;
using Cairn.Sql.Engine;
using Cairn.Sql.Runs;

namespace Cairn.Sql.Experiments;

/// <inheritdoc/>
/// <param name="database">The database.</param>
/// <param name="artifactRoot">The URI below which new experiments keep their artifacts.</param>
/// <param name="clock">Says when something was created or changed.</param>
public sealed class SqlExperimentStore(Database database, string artifactRoot, TimeProvider clock) : IExperimentStore
{
    private const int LongestName = 256;

    private static readonly RowStatement<ExperimentTag> _setTags = new(
        """
        INSERT INTO experiment_tags (key, value, experiment_id)
        SELECT r.key, r.value, @id FROM @rows r WHERE true
        ON CONFLICT (key, experiment_id) DO UPDATE SET value = excluded.value
        """,
        new("key", SqlColumnType.Text, t => t.Key ?? ""),
        new("value", SqlColumnType.Text, t => t.Value ?? "")
    );

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private const string Insert = """
        INSERT INTO experiments (name, artifact_location, lifecycle_stage, creation_time, last_update_time)
        VALUES (@name, @location, 'active', @now, @now) RETURNING experiment_id
        """;

    private const string SetLocation = "UPDATE experiments SET artifact_location = @location WHERE experiment_id = @id";

    /// <inheritdoc/>
    public async Task<long> CreateAsync(NewExperiment experiment, CancellationToken ct)
    {
        database.Dialect.DemandFits("name", experiment.Name, LongestName);
        DemandRoomForRuns(experiment.ArtifactLocation);
        try
        {
            return await InsertAsync(experiment, ct);
        }
        catch (Exception e) when (database.Dialect.Classify(e) == SqlFailure.DuplicateKey)
        {
            // Another tool has copied rows and left the counter of ids behind them.
            await database.WriteAsync(async session => await session.ExecuteAsync(session.Dialect.AdvanceIds), ct);
            return await InsertAsync(experiment, ct);
        }
    }

    private async Task<long> InsertAsync(NewExperiment experiment, CancellationToken ct)
    {
        var now = Now;
        try
        {
            return await database.WriteAsync(
                async session =>
                {
                    var id = await session.FirstAsync(
                        Insert,
                        r => r.GetInt64(0),
                        ("@name", experiment.Name),
                        ("@location", experiment.ArtifactLocation),
                        ("@now", now)
                    );
                    var rest = new SqlBatch().Execute(_setTags, experiment.Tags, ("@id", id));
                    if (experiment.ArtifactLocation is null)
                    {
                        var location = ArtifactLocations.Join(artifactRoot, ExperimentIds.Text(id));
                        DemandRoomForRuns(location);
                        rest.Execute(SetLocation, ("@location", location), ("@id", id));
                    }

                    await session.ExecuteAsync(rest);
                    return id;
                },
                ct
            );
        }
        catch (Exception e) when (database.Dialect.Classify(e) == SqlFailure.Duplicate)
        {
            throw CairnException.Exists(
                $"Experiment(name={experiment.Name}) already exists. Error: the name is taken by an active or deleted experiment."
            );
        }
    }

    // A location that leaves no room for them would make every run of the experiment fail.
    private void DemandRoomForRuns(string? location) =>
        database.Dialect.DemandFits("artifact_location", location, RunLocations.LongestRoot);

    private const string ById = $"SELECT {ExperimentRows.Columns} FROM experiments e WHERE e.experiment_id = @id";

    private const string TagsOf = "SELECT key, value FROM experiment_tags WHERE experiment_id = @id ORDER BY key";

    /// <inheritdoc/>
    public async Task<Experiment> GetAsync(long id, CancellationToken ct) =>
        await database.ReadAsync(
            async session =>
            {
                await using var results = await session.RunAsync(
                    new SqlBatch().Query(ById, ("@id", id)).Query(TagsOf, ("@id", id))
                );
                return await ExperimentRows.ReadWithTagsAsync(results);
            },
            ct
        ) ?? throw ExperimentIds.Missing(id);

    private const string ByName =
        $"SELECT {ExperimentRows.Columns} FROM experiments e WHERE e.workspace = 'default' AND e.name = @name";

    private const string TagsByName = """
        SELECT t.key, t.value FROM experiment_tags t JOIN experiments e ON e.experiment_id = t.experiment_id
        WHERE e.workspace = 'default' AND e.name = @name ORDER BY t.key
        """;

    /// <inheritdoc/>
    public Task<Experiment?> FindByNameAsync(string name, CancellationToken ct) =>
        database.ReadAsync(
            async session =>
            {
                await using var results = await session.RunAsync(
                    new SqlBatch().Query(ByName, ("@name", name)).Query(TagsByName, ("@name", name))
                );
                return await ExperimentRows.ReadWithTagsAsync(results);
            },
            ct
        );

    private const string StageOf = "SELECT lifecycle_stage FROM experiments WHERE experiment_id = @id";

    private const string Rename =
        "UPDATE experiments SET name = @name, last_update_time = @now WHERE experiment_id = @id";

    /// <inheritdoc/>
    public async Task RenameAsync(long id, string newName, CancellationToken ct)
    {
        var now = Now;
        database.Dialect.DemandFits("new_name", newName, LongestName);
        try
        {
            await database.WriteAsync(
                async session =>
                {
                    if (await DemandAsync(session, id) != "active")
                    {
                        throw CairnException.Invalid("Cannot rename a non-active experiment.");
                    }

                    await session.ExecuteAsync(Rename, ("@name", newName), ("@now", now), ("@id", id));
                },
                ct
            );
        }
        catch (Exception e) when (database.Dialect.Classify(e) == SqlFailure.Duplicate)
        {
            throw new CairnException(
                Contracts.Errors.ErrorCode.BadRequest,
                $"An experiment named '{newName}' exists already."
            );
        }
    }

    private const string SetStage =
        "UPDATE experiments SET lifecycle_stage = @stage, last_update_time = @now WHERE experiment_id = @id";

    private const string DeleteRuns = """
        UPDATE runs SET lifecycle_stage = 'deleted', deleted_time = @now WHERE experiment_id = @id AND lifecycle_stage = 'active'
        """;

    /// <inheritdoc/>
    public Task DeleteAsync(long id, CancellationToken ct) => MoveAsync(id, "active", "deleted", DeleteRuns, ct);

    private const string RestoreRuns =
        "UPDATE runs SET lifecycle_stage = 'active', deleted_time = NULL WHERE experiment_id = @id";

    /// <inheritdoc/>
    public Task RestoreAsync(long id, CancellationToken ct) => MoveAsync(id, "deleted", "active", RestoreRuns, ct);

    private Task MoveAsync(long id, string from, string to, string moveRuns, CancellationToken ct)
    {
        var now = Now;
        return database.WriteAsync(
            async session =>
            {
                if (await DemandAsync(session, id) != from)
                {
                    throw ExperimentIds.Missing(id);
                }

                await session.ExecuteAsync(
                    new SqlBatch()
                        .Execute(SetStage, ("@stage", to), ("@now", now), ("@id", id))
                        .Execute(moveRuns, ("@now", now), ("@id", id))
                );
            },
            ct
        );
    }

    private const string Touch = "UPDATE experiments SET last_update_time = @now WHERE experiment_id = @id";

    /// <inheritdoc/>
    public Task SetTagAsync(long id, string key, string value, CancellationToken ct)
    {
        var now = Now;
        return database.WriteAsync(
            async session =>
            {
                await DemandActiveAsync(session, id);
                await session.ExecuteAsync(
                    new SqlBatch()
                        .Execute(_setTags, [new() { Key = key, Value = value }], ("@id", id))
                        .Execute(Touch, ("@now", now), ("@id", id))
                );
            },
            ct
        );
    }

    private const string DeleteTag = "DELETE FROM experiment_tags WHERE experiment_id = @id AND key = @key";

    /// <inheritdoc/>
    public Task DeleteTagAsync(long id, string key, CancellationToken ct)
    {
        var now = Now;
        return database.WriteAsync(
            async session =>
            {
                await DemandActiveAsync(session, id);
                if (await session.ExecuteAsync(DeleteTag, ("@id", id), ("@key", key)) == 0)
                {
                    throw CairnException.Missing(
                        $"No tag with name: {key} in experiment with id {ExperimentIds.Text(id)}"
                    );
                }

                await session.ExecuteAsync(Touch, ("@now", now), ("@id", id));
            },
            ct
        );
    }

    /// <inheritdoc/>
    public async Task<SearchExperimentsResponse> SearchAsync(ExperimentQuery query, CancellationToken ct)
    {
        var search = ExperimentSearch.Prepare(query, database.Dialect);
        var (found, next) = await database.ReadSnapshotAsync(
            async session =>
            {
                var (page, nextToken) = await search.RunAsync(session, ExperimentRows.Read);
                return (await ExperimentSearch.LoadTagsAsync(session, page), nextToken);
            },
            ct
        );
        return new() { Experiments = found.Count == 0 ? null : found, NextPageToken = next };
    }

    // The limit is MLflow's.
    private const string DatasetsOf = """
        SELECT DISTINCT d.experiment_id, d.name, d.digest, nullif(t.value, '') AS context
        FROM datasets d JOIN inputs i ON i.source_type = 'DATASET' AND i.source_id = d.dataset_uuid
            LEFT JOIN input_tags t ON t.input_uuid = i.input_uuid AND t.name = 'mlflow.data.context'
        WHERE d.experiment_id = ANY(@experiments)
        ORDER BY d.experiment_id, d.name, d.digest, context LIMIT 1000
        """;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DatasetSummary>> SearchDatasetsAsync(
        IReadOnlyList<long> experimentIds,
        CancellationToken ct
    ) =>
        await database.ReadAsync(
            session =>
                session.ListAsync(
                    DatasetsOf,
                    row => new DatasetSummary(
                        ExperimentIds.Text(row.GetInt64(0)),
                        row.GetString(1),
                        row.GetString(2),
                        row.Text(3)
                    ),
                    ("@experiments", experimentIds.ToArray())
                ),
            ct
        );

    private static async ValueTask DemandActiveAsync(SqlSession session, long id)
    {
        if (await DemandAsync(session, id) != "active")
        {
            throw ExperimentIds.NotActive(id);
        }
    }

    private static async ValueTask<string> DemandAsync(SqlSession session, long id) =>
        await session.FirstAsync(StageOf, r => r.GetString(0), ("@id", id)) ?? throw ExperimentIds.Missing(id);
}
