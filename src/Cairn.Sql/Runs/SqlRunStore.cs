using Cairn.Contracts.Runs;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Core.Experiments;
using Cairn.Core.Runs;
using Cairn.Sql.Engine;

namespace Cairn.Sql.Runs;

/// <inheritdoc/>
/// <param name="database">The database.</param>
/// <param name="clock">Says when a run was deleted.</param>
public sealed class SqlRunStore(Database database, TimeProvider clock) : IRunStore
{
    // Kept until the run is there: an experiment that is deleted meanwhile takes the run along.
    private const string ExperimentOf =
        "SELECT lifecycle_stage, artifact_location FROM experiments WHERE experiment_id = @experiment FOR SHARE";

    private const string Insert = """
        INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time, source_version,
            lifecycle_stage, artifact_uri, experiment_id)
        VALUES (@run, @name, 'UNKNOWN', '', '', @user, 'RUNNING', @start, '', 'active', @uri, @experiment)
        """;

    /// <inheritdoc/>
    public Task<Run> CreateAsync(NewRun run, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                var (stage, location) = await session.FirstAsync(
                    ExperimentOf,
                    r => (Stage: r.GetString(0), Location: r.Text(1)),
                    ("@experiment", run.ExperimentId)
                );
                if (stage is null)
                {
                    throw ExperimentIds.Missing(run.ExperimentId);
                }

                if (stage != "active")
                {
                    throw ExperimentIds.NotActive(run.ExperimentId);
                }

                var uri = ArtifactLocations.Join(location ?? "", $"{run.RunId}/artifacts");
                session.Dialect.DemandFits("artifact_uri", uri, RunLocations.LongestUri);
                await session.ExecuteAsync(
                    new SqlBatch()
                        .Execute(
                            Insert,
                            ("@run", run.RunId),
                            ("@name", run.Name),
                            ("@user", run.UserId),
                            ("@start", run.StartTime),
                            ("@uri", uri),
                            ("@experiment", run.ExperimentId)
                        )
                        .Execute(RunLogStatements.UpsertTags, run.Tags, ("@run", run.RunId))
                );
                return Created(run, uri);
            },
            ct
        );

    private static Run Created(NewRun run, string uri) =>
        new()
        {
            Info = new()
            {
                RunId = run.RunId,
                ExperimentId = ExperimentIds.Text(run.ExperimentId),
                RunName = run.Name,
                UserId = run.UserId,
                Status = RunStatus.Running.Name(),
                StartTime = run.StartTime,
                ArtifactUri = uri,
                LifecycleStage = "active",
            },
            Data = new() { Tags = run.Tags },
            Inputs = new(),
        };

    private const string ById = $"SELECT {RunRows.Columns} FROM runs r WHERE r.run_uuid = @run";

    /// <inheritdoc/>
    public Task<Run> GetAsync(string runId, CancellationToken ct) =>
        database.ReadAsync(
            async session =>
            {
                await using var results = await session.RunAsync(
                    new SqlBatch().Query(ById, ("@run", runId)).QueryPage([runId], session.Dialect)
                );
                var info = await results.FirstAsync(RunRows.ReadInfo) ?? throw RunIds.Missing(runId);
                return (await RunRows.ReadPageAsync(results, [info]))[0];
            },
            ct
        );

    /// <inheritdoc/>
    public Task<RunInfo> GetInfoAsync(string runId, CancellationToken ct) =>
        database.ReadAsync(session => InfoAsync(session, runId), ct);

    private const string Update = """
        UPDATE runs SET status = COALESCE(@status, status), end_time = COALESCE(@end, end_time), name = COALESCE(@name, name)
        WHERE run_uuid = @run
        """;

    /// <inheritdoc/>
    public Task<RunInfo> UpdateAsync(
        string runId,
        RunStatus? status,
        long? endTime,
        string? name,
        CancellationToken ct
    ) =>
        database.WriteAsync(
            async session =>
            {
                var info = await InfoAsync(session, runId);
                if (info.LifecycleStage != "active")
                {
                    throw RunIds.NotActive(runId);
                }

                var batch = new SqlBatch().Execute(
                    Update,
                    ("@status", status?.Name()),
                    ("@end", endTime),
                    ("@name", name),
                    ("@run", runId)
                );
                if (name is not null)
                {
                    batch.Execute(
                        RunLogStatements.UpsertTags,
                        [new() { Key = RunLogRules.RunNameTag, Value = name }],
                        ("@run", runId)
                    );
                }

                await session.ExecuteAsync(batch);
                return info with
                {
                    Status = status?.Name() ?? info.Status,
                    EndTime = endTime ?? info.EndTime,
                    RunName = name ?? info.RunName,
                };
            },
            ct
        );

    private const string Delete =
        "UPDATE runs SET lifecycle_stage = 'deleted', deleted_time = @now WHERE run_uuid = @run AND lifecycle_stage = 'active'";

    /// <inheritdoc/>
    public Task DeleteAsync(string runId, CancellationToken ct) => MoveAsync(Delete, runId, ct);

    private const string Restore =
        "UPDATE runs SET lifecycle_stage = 'active', deleted_time = NULL WHERE run_uuid = @run";

    /// <inheritdoc/>
    public Task RestoreAsync(string runId, CancellationToken ct) => MoveAsync(Restore, runId, ct);

    private Task MoveAsync(string statement, string runId, CancellationToken ct)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return database.WriteAsync(
            async session =>
            {
                await InfoAsync(session, runId);
                await session.ExecuteAsync(statement, ("@run", runId), ("@now", now));
            },
            ct
        );
    }

    /// <inheritdoc/>
    public Task LogAsync(string runId, RunLog log, CancellationToken ct) =>
        database.WriteAsync(new RunLogWrite(runId, log).DemandFits(database.Dialect), ct);

    private const string DeleteTag = "DELETE FROM tags WHERE run_uuid = @run AND key = @key";

    /// <inheritdoc/>
    public Task DeleteTagAsync(string runId, string key, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                await ActiveAsync(session, runId);
                if (await session.ExecuteAsync(DeleteTag, ("@run", runId), ("@key", key)) == 0)
                {
                    throw CairnException.Missing($"No tag with name: {key} in run with id {runId}");
                }
            },
            ct
        );

    // Keeps the run's row for this transaction: those that extend its history follow one another.
    private const string LockActive =
        "UPDATE runs SET status = status WHERE run_uuid = @run AND lifecycle_stage = 'active'";

    private const string TagOf = "SELECT value FROM tags WHERE run_uuid = @run AND key = @key";

    /// <inheritdoc/>
    public Task AppendModelHistoryAsync(string runId, Func<string?, string> appendTo, CancellationToken ct) =>
        database.WriteAsync(
            async session =>
            {
                if (await session.ExecuteAsync(LockActive, ("@run", runId)) == 0)
                {
                    await InfoAsync(session, runId);
                    throw RunIds.NotActive(runId);
                }

                var present = await session.FirstAsync(
                    TagOf,
                    r => r.Text(0),
                    ("@run", runId),
                    ("@key", ModelHistory.Tag)
                );
                await session.ExecuteAsync(
                    new SqlBatch().Execute(
                        RunLogStatements.UpsertTags,
                        [new() { Key = ModelHistory.Tag, Value = appendTo(present) }],
                        ("@run", runId)
                    )
                );
            },
            ct
        );

    /// <inheritdoc/>
    public Task LogInputsAsync(
        string runId,
        IReadOnlyList<DatasetInput> datasets,
        IReadOnlyList<ModelInput> models,
        CancellationToken ct
    ) => database.WriteAsync(new RunInputsWrite(runId, datasets, models, []).RunAsync, ct);

    /// <inheritdoc/>
    public Task LogOutputsAsync(string runId, IReadOnlyList<ModelOutput> models, CancellationToken ct) =>
        database.WriteAsync(new RunInputsWrite(runId, [], [], models).RunAsync, ct);

    /// <inheritdoc/>
    public async Task<SearchRunsResponse> SearchAsync(RunQuery query, CancellationToken ct) =>
        (await SearchAsync(query, int.MaxValue, ct))!;

    public async Task<SearchRunsResponse?> SearchAsync(RunQuery query, int maxText, CancellationToken ct)
    {
        var search = RunSearch.Prepare(query, database.Dialect);
        var (runs, next) =
            query.ExperimentIds.Count == 0
                ? (new List<Run>(), null)
                : await database.ReadSnapshotAsync(
                    async session =>
                    {
                        var (page, nextToken) = await search.RunAsync(session, RunRows.ReadInfo);
                        return (await RunRows.LoadAsync(session, page, maxText), nextToken);
                    },
                    ct
                );
        return runs is null ? null : new() { Runs = runs.Count == 0 ? null : runs, NextPageToken = next };
    }

    private static async ValueTask<RunInfo> InfoAsync(SqlSession session, string runId) =>
        await session.FirstAsync(ById, RunRows.ReadInfo, ("@run", runId)) ?? throw RunIds.Missing(runId);

    private static async ValueTask ActiveAsync(SqlSession session, string runId)
    {
        if ((await InfoAsync(session, runId)).LifecycleStage != "active")
        {
            throw RunIds.NotActive(runId);
        }
    }
}
