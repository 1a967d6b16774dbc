using System.Data.Common;
using Cairn.Contracts.Registry;
using Cairn.Sql.Engine;

namespace Cairn.Sql.Registry;

/// <summary>Reads registered models from rows of <see cref="Columns"/>, and what belongs to a page of them.</summary>
internal static class RegisteredModelRows
{
    /// <summary>The columns of a model, of the table alias <c>m</c>.</summary>
    public const string Columns = "m.name, m.creation_time, m.last_updated_time, m.description";

    private const string ByName =
        $"SELECT {Columns} FROM registered_models m WHERE m.workspace = 'default' AND m.name = @name";

    private const string TagsOf = """
        SELECT name, key, value FROM registered_model_tags WHERE workspace = 'default' AND name = ANY(@names) ORDER BY name, key
        """;

    private const string AliasesOf = """
        SELECT name, alias, version FROM registered_model_aliases WHERE workspace = 'default' AND name = ANY(@names) ORDER BY name, alias
        """;

    public static RegisteredModel Read(DbDataReader row) =>
        new()
        {
            Name = row.GetString(0),
            CreationTimestamp = row.Int64(1),
            LastUpdatedTimestamp = row.Int64(2),
            Description = row.Text(3) is { Length: > 0 } text ? text : null,
        };

    /// <summary>The complete model; null when there is none.</summary>
    public static async ValueTask<RegisteredModel?> FindAsync(SqlSession session, string name)
    {
        await using var results = await session.RunAsync(
            new SqlBatch().Query(ByName, ("@name", name)).QueryModels([name])
        );
        return await results.FirstAsync(Read) is { } model ? (await ReadPageAsync(results, [model]))[0] : null;
    }

    /// <summary>The complete models of a page, in its order: four queries in one round trip.</summary>
    public static async ValueTask<List<RegisteredModel>> LoadAsync(
        SqlSession session,
        IReadOnlyList<RegisteredModel> page
    )
    {
        if (page.Count == 0)
        {
            return [];
        }

        await using var results = await session.RunAsync(new SqlBatch().QueryModels([.. page.Select(m => m.Name)]));
        return await ReadPageAsync(results, page);
    }

    /// <summary>Adds the queries that <see cref="ReadPageAsync"/> reads.</summary>
    public static SqlBatch QueryModels(this SqlBatch batch, string[] names) =>
        batch.Query(TagsOf, ("@names", names)).Query(AliasesOf, ("@names", names)).QueryLatest(names);

    /// <summary>The complete models of a page, in its order.</summary>
    public static async ValueTask<List<RegisteredModel>> ReadPageAsync(
        SqlResults results,
        IReadOnlyList<RegisteredModel> page
    )
    {
        var tags = (await results.ListAsync(r => (Name: r.GetString(0), Tag: ModelVersionRows.ReadTag(r, 1)))).ToLookup(
            t => t.Name,
            t => t.Tag
        );
        var aliases = (
            await results.ListAsync(r =>
                (
                    Name: r.GetString(0),
                    Alias: new RegisteredModelAlias(r.GetString(1), ModelVersionRows.Text(r.GetInt64(2)))
                )
            )
        ).ToLookup(a => a.Name, a => a.Alias);
        var latest = await ModelVersionRows.ReadLatestAsync(results);
        return
        [
            .. page.Select(m =>
                m with
                {
                    Tags = ModelVersionRows.OrNull(tags[m.Name].ToList()),
                    Aliases = ModelVersionRows.OrNull(aliases[m.Name].ToList()),
                    LatestVersions = ModelVersionRows.OrNull(latest[m.Name].ToList()),
                }
            ),
        ];
    }
}
