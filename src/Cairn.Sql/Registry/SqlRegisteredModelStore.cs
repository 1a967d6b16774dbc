using Cairn.Contracts.Registry;
using Cairn.Core.Errors;
using Cairn.Core.Registry;
using Cairn.Core.Webhooks;
using Cairn.Sql.Dialects;
using Cairn.Sql.Engine;
using Cairn.Sql.Webhooks;

namespace Cairn.Sql.Registry;

/// <inheritdoc/>
/// <param name="registry">The registry's database.</param>
/// <param name="webhooks">Told of what happens.</param>
/// <param name="clock">Says when a model was created or changed.</param>
public sealed class SqlRegisteredModelStore(RegistryDatabase registry, WebhookOutbox webhooks, TimeProvider clock)
    : IRegisteredModelStore
{
    private const int LongestName = 256,
        LongestDescription = 5000,
        LongestTag = 5000;

    private static readonly RowStatement<RegistryTag> _setTags = new(
        """
        INSERT INTO registered_model_tags (workspace, name, key, value)
        SELECT 'default', @name, r.key, r.value FROM @rows r WHERE true
        ON CONFLICT (workspace, key, name) DO UPDATE SET value = excluded.value
        """,
        new("key", SqlColumnType.Text, t => t.Key),
        new("value", SqlColumnType.Text, t => t.Value)
    );

    private readonly Database _database = registry.Database;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private const string Insert = """
        INSERT INTO registered_models (workspace, name, creation_time, last_updated_time, description)
        VALUES ('default', @name, @now, @now, @description)
        ON CONFLICT DO NOTHING
        """;

    private const string IsPrompt = """
        SELECT 1 FROM registered_model_tags
        WHERE workspace = 'default' AND name = @name AND key = 'mlflow.prompt.is_prompt' AND value = 'true'
        """;

    /// <inheritdoc/>
    public Task<RegisteredModel> CreateAsync(
        string name,
        string description,
        IReadOnlyList<RegistryTag> tags,
        CancellationToken ct
    )
    {
        var now = Now;
        var created = RegistryEvent.ModelCreated(name, description, tags);
        _database.Dialect.DemandFits("name", name, LongestName);
        _database.Dialect.DemandFits("description", description, LongestDescription);
        foreach (var tag in tags)
        {
            _database.Dialect.DemandFits("value", tag.Value, LongestTag);
        }

        return webhooks.WriteAsync(
            async session =>
            {
                if (
                    await session.ExecuteAsync(Insert, ("@name", name), ("@now", now), ("@description", description))
                    == 0
                )
                {
                    throw Taken(name, Prompts.Is(tags), await session.FirstAsync(IsPrompt, _ => true, ("@name", name)));
                }

                await session.ExecuteAsync(new SqlBatch().Execute(_setTags, tags, ("@name", name)));
                await webhooks.AddAsync(session, created);
                return new RegisteredModel
                {
                    Name = name,
                    CreationTimestamp = now,
                    LastUpdatedTimestamp = now,
                    Description = description.Length == 0 ? null : description,
                    Tags = tags.Count == 0 ? null : tags,
                };
            },
            ct
        );
    }

    private static CairnException Taken(string name, bool asPrompt, bool byPrompt)
    {
        static string What(bool isPrompt) => isPrompt ? "prompt" : "registered model";
        return CairnException.Exists(
            asPrompt == byPrompt
                ? $"{(asPrompt ? "Prompt" : "Registered Model")} (name={name}) already exists."
                : $"Tried to create a {What(asPrompt)} with name '{name}', but the name is already taken by a {What(byPrompt)}. "
                    + "MLflow does not allow creating a model and a prompt with the same name."
        );
    }

    /// <inheritdoc/>
    public Task<RegisteredModel> GetAsync(string name, CancellationToken ct) =>
        _database.ReadAsync(session => GetAsync(session, name), ct);

    private static async ValueTask<RegisteredModel> GetAsync(SqlSession session, string name) =>
        await RegisteredModelRows.FindAsync(session, name) ?? throw RegistryNames.MissingModel(name);

    // The foreign keys take versions, tags and aliases along.
    private const string Rename = """
        UPDATE registered_models SET name = @to, last_updated_time = @now WHERE workspace = 'default' AND name = @name
        """;

    private const string TouchVersions =
        "UPDATE model_versions SET last_updated_time = @now WHERE workspace = 'default' AND name = @to";

    /// <inheritdoc/>
    public async Task<RegisteredModel> RenameAsync(string name, string newName, CancellationToken ct)
    {
        var now = Now;
        _database.Dialect.DemandFits("new_name", newName, LongestName);
        try
        {
            return await _database.WriteAsync(
                async session =>
                {
                    Demand(name, await session.ExecuteAsync(Rename, ("@to", newName), ("@now", now), ("@name", name)));
                    await session.ExecuteAsync(TouchVersions, ("@now", now), ("@to", newName));
                    return await GetAsync(session, newName);
                },
                ct
            );
        }
        catch (Exception e) when (_database.Dialect.Classify(e) is SqlFailure.Duplicate or SqlFailure.DuplicateKey)
        {
            throw CairnException.Exists($"Registered Model (name={newName}) already exists.");
        }
    }

    private const string Update = """
        UPDATE registered_models SET description = @description, last_updated_time = @now WHERE workspace = 'default' AND name = @name
        """;

    /// <inheritdoc/>
    public Task<RegisteredModel> UpdateAsync(string name, string? description, CancellationToken ct)
    {
        var now = Now;
        _database.Dialect.DemandFits("description", description, LongestDescription);
        return _database.WriteAsync(
            async session =>
            {
                Demand(
                    name,
                    await session.ExecuteAsync(Update, ("@description", description), ("@now", now), ("@name", name))
                );
                return await GetAsync(session, name);
            },
            ct
        );
    }

    // Whoever adds a tag to a version holds the version's row: its tag is seen below, or it finds the version gone.
    private const string LockVersions =
        "UPDATE model_versions SET status = status WHERE workspace = 'default' AND name = @name";
    private const string DeleteVersionTags =
        "DELETE FROM model_version_tags WHERE workspace = 'default' AND name = @name";
    private const string DeleteVersions = "DELETE FROM model_versions WHERE workspace = 'default' AND name = @name";
    private const string DeleteAliases =
        "DELETE FROM registered_model_aliases WHERE workspace = 'default' AND name = @name";
    private const string DeleteTags = "DELETE FROM registered_model_tags WHERE workspace = 'default' AND name = @name";
    private const string DeleteModel = "DELETE FROM registered_models WHERE workspace = 'default' AND name = @name";

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken ct) =>
        _database.WriteAsync(
            async session =>
            {
                // The row is kept first, so that no version can be added meanwhile.
                await DemandAsync(session, name);
                await session.ExecuteAsync(
                    new SqlBatch()
                        .Execute(LockVersions, ("@name", name))
                        .Execute(DeleteVersionTags, ("@name", name))
                        .Execute(DeleteVersions, ("@name", name))
                        .Execute(DeleteAliases, ("@name", name))
                        .Execute(DeleteTags, ("@name", name))
                        .Execute(DeleteModel, ("@name", name))
                );
            },
            ct
        );

    /// <inheritdoc/>
    public async Task<SearchRegisteredModelsResponse> SearchAsync(RegistryQuery query, CancellationToken ct)
    {
        var search = RegisteredModelSearch.Prepare(query, _database.Dialect);
        if (query.MaxResults <= 0)
        {
            return new(null, NothingYet);
        }

        var (found, next) = await _database.ReadSnapshotAsync(
            async session =>
            {
                var (page, nextToken) = await search.RunAsync(session, RegisteredModelRows.Read);
                return (await RegisteredModelRows.LoadAsync(session, page), nextToken);
            },
            ct
        );
        return new(found.Count == 0 ? null : found, next);
    }

    // A page of no models, as MLflow gives it: the token leads to the first.
    private static string NothingYet => Convert.ToBase64String("""{"offset": 0}"""u8);

    /// <inheritdoc/>
    public Task SetTagAsync(string name, string key, string value, CancellationToken ct)
    {
        var happened = RegistryEvent.ModelTagSet(name, key, value);
        _database.Dialect.DemandFits("value", value, LongestTag);
        return webhooks.WriteAsync(
            async session =>
            {
                await DemandAsync(session, name);
                await session.ExecuteAsync(
                    new SqlBatch().Execute(_setTags, [new() { Key = key, Value = value }], ("@name", name))
                );
                await webhooks.AddAsync(session, happened);
            },
            ct
        );
    }

    private const string DeleteTag =
        "DELETE FROM registered_model_tags WHERE workspace = 'default' AND name = @name AND key = @key";

    /// <inheritdoc/>
    public Task DeleteTagAsync(string name, string key, CancellationToken ct)
    {
        var happened = RegistryEvent.ModelTagDeleted(name, key);
        return webhooks.WriteAsync(
            async session =>
            {
                await DemandAsync(session, name);
                await session.ExecuteAsync(DeleteTag, ("@name", name), ("@key", key));
                await webhooks.AddAsync(session, happened);
            },
            ct
        );
    }

    private const string SetAlias = """
        INSERT INTO registered_model_aliases (workspace, name, alias, version)
        SELECT 'default', v.name, @alias, v.version FROM model_versions v
        WHERE v.workspace = 'default' AND v.name = @name AND v.version = @version AND v.current_stage <> 'Deleted_Internal'
        ON CONFLICT (workspace, name, alias) DO UPDATE SET version = excluded.version
        """;

    /// <inheritdoc/>
    public Task SetAliasAsync(string name, string alias, long version, CancellationToken ct)
    {
        var happened = RegistryEvent.AliasSet(name, alias, ModelVersionRows.Text(version));
        return webhooks.WriteAsync(
            async session =>
            {
                // A model that is being deleted takes its aliases along, so an alias waits for the model's row.
                await session.ExecuteAsync(Lock, ("@name", name));
                if (
                    await session.ExecuteAsync(SetAlias, ("@alias", alias), ("@name", name), ("@version", version)) == 0
                )
                {
                    throw RegistryNames.MissingVersion(name, version);
                }
                await webhooks.AddAsync(session, happened);
            },
            ct
        );
    }

    private const string DeleteAlias =
        "DELETE FROM registered_model_aliases WHERE workspace = 'default' AND name = @name AND alias = @alias";

    /// <inheritdoc/>
    public Task DeleteAliasAsync(string name, string alias, CancellationToken ct)
    {
        var happened = RegistryEvent.AliasDeleted(name, alias);
        return webhooks.WriteAsync(
            async session =>
            {
                await DemandAsync(session, name);
                await session.ExecuteAsync(DeleteAlias, ("@name", name), ("@alias", alias));
                await webhooks.AddAsync(session, happened);
            },
            ct
        );
    }

    // Also keeps the row for this transaction.
    private const string Lock =
        "UPDATE registered_models SET description = description WHERE workspace = 'default' AND name = @name";

    private static async ValueTask DemandAsync(SqlSession session, string name) =>
        Demand(name, await session.ExecuteAsync(Lock, ("@name", name)));

    private static void Demand(string name, int changed)
    {
        if (changed == 0)
        {
            throw RegistryNames.MissingModel(name);
        }
    }
}
