using Cairn.Contracts.Registry;
using Cairn.Core.Registry;
using Cairn.Core.Webhooks;
using Cairn.Sql.Engine;
using Cairn.Sql.Webhooks;

namespace Cairn.Sql.Registry;

/// <inheritdoc/>
/// <param name="registry">The registry's database.</param>
/// <param name="webhooks">Told of what happens.</param>
/// <param name="clock">Says when a version was created or changed.</param>
public sealed class SqlModelVersionStore(RegistryDatabase registry, WebhookOutbox webhooks, TimeProvider clock)
    : IModelVersionStore
{
    private const int LongestDescription = 5000;

    private static readonly RowStatement<RegistryTag> _setTags = new(
        """
        INSERT INTO model_version_tags (workspace, name, version, key, value)
        SELECT 'default', @name, v.version, r.key, r.value FROM @rows r
        JOIN model_versions v ON v.workspace = 'default' AND v.name = @name AND v.version = @version WHERE true
        ON CONFLICT (workspace, key, name, version) DO UPDATE SET value = excluded.value
        """,
        new("key", SqlColumnType.Text, t => t.Key),
        new("value", SqlColumnType.Text, t => t.Value)
    );

    private readonly Database _database = registry.Database;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    // Keeps the model's row for this transaction: versions of one model are created one after another.
    private const string TouchModel = """
        UPDATE registered_models SET last_updated_time = @now WHERE workspace = 'default' AND name = @name
        """;

    private const string Insert = """
        INSERT INTO model_versions (workspace, name, version, creation_time, last_updated_time, description, current_stage, source, run_id,
            status, run_link, storage_location)
        SELECT m.workspace, m.name,
            (SELECT COALESCE(MAX(x.version), 0) + 1 FROM model_versions x WHERE x.workspace = 'default' AND x.name = @name),
            @now, @now, @description, 'None', @source, @run, 'READY', @link, @location
        FROM registered_models m WHERE m.workspace = 'default' AND m.name = @name
        RETURNING version
        """;

    /// <inheritdoc/>
    public Task<ModelVersion> CreateAsync(NewModelVersion version, CancellationToken ct)
    {
        var now = Now;
        DemandFits(version);
        return webhooks.WriteAsync(
            async session =>
            {
                if (await session.ExecuteAsync(TouchModel, ("@now", now), ("@name", version.Name)) == 0)
                {
                    throw RegistryNames.MissingModel(version.Name);
                }

                var number = await session.FirstAsync(
                    Insert,
                    r => r.GetInt64(0),
                    ("@name", version.Name),
                    ("@now", now),
                    ("@description", version.Description),
                    ("@source", version.Source),
                    ("@run", version.RunId),
                    ("@link", version.RunLink),
                    ("@location", version.StorageLocation)
                );
                await session.ExecuteAsync(
                    new SqlBatch().Execute(_setTags, version.Tags, ("@name", version.Name), ("@version", number))
                );
                await webhooks.AddAsync(session, RegistryEvent.VersionCreated(version, ModelVersionRows.Text(number)));
                return Created(version, number, now);
            },
            ct
        );
    }

    private void DemandFits(NewModelVersion version)
    {
        var dialect = _database.Dialect;
        dialect.DemandFits("source", version.Source, 500);
        dialect.DemandFits("source", version.StorageLocation, 500);
        dialect.DemandFits("run_id", version.RunId, 32);
        dialect.DemandFits("run_link", version.RunLink, 500);
        dialect.DemandFits("description", version.Description, LongestDescription);
    }

    private static ModelVersion Created(NewModelVersion version, long number, long now) =>
        new()
        {
            Name = version.Name,
            Version = ModelVersionRows.Text(number),
            CreationTimestamp = now,
            LastUpdatedTimestamp = now,
            CurrentStage = ModelStages.None,
            Description = version.Description,
            Source = version.Source,
            RunId = version.RunId,
            Status = "READY",
            RunLink = version.RunLink,
            Tags = version.Tags.Count == 0 ? null : version.Tags,
        };

    /// <inheritdoc/>
    public Task<ModelVersion> GetAsync(string name, long version, CancellationToken ct) =>
        _database.ReadAsync(session => GetAsync(session, name, version), ct);

    private static async ValueTask<ModelVersion> GetAsync(SqlSession session, string name, long version)
    {
        await using var results = await session.RunAsync(new SqlBatch().QueryVersion(name, version));
        return await ModelVersionRows.ReadOneAsync(results) ?? throw RegistryNames.MissingVersion(name, version);
    }

    private const string ModelExists = "SELECT 1 FROM registered_models WHERE workspace = 'default' AND name = @name";

    private const string VersionOfAlias = """
        SELECT version FROM registered_model_aliases WHERE workspace = 'default' AND name = @name AND alias = @alias
        """;

    private const string NewestVersion = """
        SELECT version FROM model_versions WHERE workspace = 'default' AND name = @name AND current_stage <> 'Deleted_Internal'
        ORDER BY version DESC LIMIT 1
        """;

    /// <inheritdoc/>
    public Task<ModelVersion> GetByAliasAsync(string name, string alias, CancellationToken ct) =>
        _database.ReadSnapshotAsync(
            async session =>
            {
                var sql = RegistryNames.IsLatest(alias) ? NewestVersion : VersionOfAlias;
                if (await session.FirstAsync(sql, r => r.Int64(0), ("@name", name), ("@alias", alias)) is { } version)
                {
                    return await GetAsync(session, name, version);
                }

                await DemandModelAsync(session, name);
                throw RegistryNames.MissingAlias(alias);
            },
            ct
        );

    private static async ValueTask DemandModelAsync(SqlSession session, string name)
    {
        if (!await session.FirstAsync(ModelExists, _ => true, ("@name", name)))
        {
            throw RegistryNames.MissingModel(name);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelVersion>> LatestAsync(
        string name,
        IReadOnlyList<string> stages,
        CancellationToken ct
    ) =>
        _database.ReadAsync(
            async session =>
            {
                await using var results = await session.RunAsync(
                    new SqlBatch().Query(ModelExists, ("@name", name)).QueryLatest([name])
                );
                if (!await results.FirstAsync(_ => true))
                {
                    throw RegistryNames.MissingModel(name);
                }

                var latest = (await ModelVersionRows.ReadLatestAsync(results))[name];
                return (IReadOnlyList<ModelVersion>)
                    [.. stages.Count == 0 ? latest : latest.Where(v => stages.Contains(v.CurrentStage))];
            },
            ct
        );

    private const string Update = """
        UPDATE model_versions SET description = @description, last_updated_time = @now
        WHERE workspace = 'default' AND name = @name AND version = @version AND current_stage <> 'Deleted_Internal'
        """;

    /// <inheritdoc/>
    public Task<ModelVersion> UpdateAsync(string name, long version, string? description, CancellationToken ct)
    {
        var now = Now;
        _database.Dialect.DemandFits("description", description, LongestDescription);
        return _database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    Update,
                    ("@description", description),
                    ("@now", now),
                    ("@name", name),
                    ("@version", version)
                );
                return await GetAsync(session, name, version);
            },
            ct
        );
    }

    private const string SetStage = """
        UPDATE model_versions SET current_stage = @stage, last_updated_time = @now
        WHERE workspace = 'default' AND name = @name AND version = @version AND current_stage <> 'Deleted_Internal'
        """;

    private const string ArchiveOthers = """
        UPDATE model_versions SET current_stage = 'Archived', last_updated_time = @now
        WHERE workspace = 'default' AND name = @name AND version <> @version AND current_stage = @stage
        """;

    /// <inheritdoc/>
    public Task<ModelVersion> TransitionAsync(
        string name,
        long version,
        string stage,
        bool archiveOthers,
        CancellationToken ct
    )
    {
        var now = Now;
        return _database.WriteAsync(
            async session =>
            {
                var batch = new SqlBatch().Execute(TouchModel, ("@now", now), ("@name", name));
                if (archiveOthers)
                {
                    batch.Execute(
                        ArchiveOthers,
                        ("@now", now),
                        ("@name", name),
                        ("@version", version),
                        ("@stage", stage)
                    );
                }

                await session.ExecuteAsync(
                    batch.Execute(SetStage, ("@stage", stage), ("@now", now), ("@name", name), ("@version", version))
                );
                return await GetAsync(session, name, version);
            },
            ct
        );
    }

    // What is left of a version keeps its number from being used again. MLflow writes the same.
    private const string Delete = """
        UPDATE model_versions SET current_stage = 'Deleted_Internal', last_updated_time = @now, description = NULL, user_id = NULL,
            source = 'REDACTED-SOURCE-PATH', run_id = 'REDACTED-RUN-ID', run_link = 'REDACTED-RUN-LINK', status_message = NULL
        WHERE workspace = 'default' AND name = @name AND version = @version AND current_stage <> 'Deleted_Internal'
        """;

    /// <inheritdoc/>
    public Task DeleteAsync(string name, long version, CancellationToken ct)
    {
        var now = Now;
        return _database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(TouchModel, ("@now", now), ("@name", name));
                if (await session.ExecuteAsync(Delete, ("@now", now), ("@name", name), ("@version", version)) == 0)
                {
                    throw RegistryNames.MissingVersion(name, version);
                }
            },
            ct
        );
    }

    private const string PlaceOf = """
        SELECT storage_location, source, run_id FROM model_versions
        WHERE workspace = 'default' AND name = @name AND version = @version AND current_stage <> 'Deleted_Internal'
        """;

    /// <inheritdoc/>
    public async Task<ModelVersionPlace> PlaceAsync(string name, long version, CancellationToken ct) =>
        await _database.ReadAsync(
            session =>
                session.FirstAsync(
                    PlaceOf,
                    r => new ModelVersionPlace(
                        r.Text(0) is { Length: > 0 } location ? location : r.Text(1) ?? "",
                        r.Text(1) ?? "",
                        r.Text(2)
                    ),
                    ("@name", name),
                    ("@version", version)
                ),
            ct
        ) ?? throw RegistryNames.MissingVersion(name, version);

    /// <inheritdoc/>
    public Task SetTagAsync(string name, long version, string key, string value, CancellationToken ct)
    {
        var happened = RegistryEvent.VersionTagSet(name, ModelVersionRows.Text(version), key, value);
        return webhooks.WriteAsync(
            async session =>
            {
                await DemandAsync(session, name, version);
                await session.ExecuteAsync(
                    new SqlBatch().Execute(
                        _setTags,
                        [new() { Key = key, Value = value }],
                        ("@name", name),
                        ("@version", version)
                    )
                );
                await webhooks.AddAsync(session, happened);
            },
            ct
        );
    }

    private const string DeleteTag = """
        DELETE FROM model_version_tags WHERE workspace = 'default' AND name = @name AND version = @version AND key = @key
        """;

    /// <inheritdoc/>
    public Task DeleteTagAsync(string name, long version, string key, CancellationToken ct)
    {
        var happened = RegistryEvent.VersionTagDeleted(name, ModelVersionRows.Text(version), key);
        return webhooks.WriteAsync(
            async session =>
            {
                await DemandAsync(session, name, version);
                await session.ExecuteAsync(DeleteTag, ("@name", name), ("@version", version), ("@key", key));
                await webhooks.AddAsync(session, happened);
            },
            ct
        );
    }

    // Also keeps the row for this transaction.
    private const string Lock = """
        UPDATE model_versions SET status = status
        WHERE workspace = 'default' AND name = @name AND version = @version AND current_stage <> 'Deleted_Internal'
        """;

    private static async ValueTask DemandAsync(SqlSession session, string name, long version)
    {
        if (await session.ExecuteAsync(Lock, ("@name", name), ("@version", version)) == 0)
        {
            throw RegistryNames.MissingVersion(name, version);
        }
    }

    /// <inheritdoc/>
    public async Task<SearchModelVersionsResponse> SearchAsync(RegistryQuery query, CancellationToken ct)
    {
        var asked = ModelVersionSearch.Parse(query);
        var (found, next) = await _database.ReadSnapshotAsync(
            async session =>
            {
                var way = await VersionSearchPlan.ChooseAsync(session, asked.Filter, asked.Order);
                var search = ModelVersionSearch.Prepare(query, asked, way, session.Dialect);
                var (page, nextToken) = await search.RunAsync(session, ModelVersionRows.Read);
                return (await ModelVersionSearch.LoadTagsAsync(session, page), nextToken);
            },
            ct
        );
        return new(found.Count == 0 ? null : found, next);
    }
}
