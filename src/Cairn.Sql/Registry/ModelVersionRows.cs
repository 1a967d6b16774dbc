using System.Data.Common;
using System.Globalization;
using Cairn.Contracts.Registry;
using Cairn.Sql.Engine;

namespace Cairn.Sql.Registry;

/// <summary>Reads versions from rows of <see cref="Columns"/>, and what belongs to them.</summary>
internal static class ModelVersionRows
{
    /// <summary>The columns of a version, of the table alias <c>v</c>.</summary>
    public const string Columns = """
        v.name, v.version, v.creation_time, v.last_updated_time, v.user_id, v.current_stage, v.description, v.source, v.run_id, v.status,
        v.status_message, v.run_link
        """;

    // The newest version of each stage of the models @names. CROSS JOIN is how SQLite is told to start there.
    private const string Latest = """
        (SELECT x.name, MAX(x.version) AS version FROM model_versions x
         WHERE x.workspace = 'default' AND x.name = ANY(@names) AND x.current_stage <> 'Deleted_Internal'
         GROUP BY x.name, x.current_stage)
        """;

    private const string LatestVersions = $"""
        SELECT {Columns} FROM {Latest} l
        CROSS JOIN model_versions v WHERE v.workspace = 'default' AND v.name = l.name AND v.version = l.version
        ORDER BY v.name, v.version
        """;

    private const string LatestTags = $"""
        SELECT t.name, t.version, t.key, t.value FROM {Latest} l
        CROSS JOIN model_version_tags t WHERE t.workspace = 'default' AND t.name = l.name AND t.version = l.version
        ORDER BY t.name, t.version, t.key
        """;

    private const string One = $"""
        SELECT {Columns} FROM model_versions v
        WHERE v.workspace = 'default' AND v.name = @name AND v.version = @version AND v.current_stage <> 'Deleted_Internal'
        """;

    // Sorted by an expression: for an order by the key itself SQLite would walk the tags of all versions.
    private const string TagsOfOne = """
        SELECT key, value FROM model_version_tags WHERE workspace = 'default' AND name = @name AND version = @version ORDER BY key || ''
        """;

    private const string AliasesOfOne = """
        SELECT alias FROM registered_model_aliases WHERE workspace = 'default' AND name = @name AND version = @version ORDER BY alias
        """;

    public static ModelVersion Read(DbDataReader row) =>
        new()
        {
            Name = row.GetString(0),
            Version = Text(row.GetInt64(1)),
            CreationTimestamp = row.Int64(2),
            LastUpdatedTimestamp = row.Int64(3),
            UserId = row.Text(4),
            CurrentStage = row.Text(5),
            Description = row.Text(6),
            Source = row.Text(7),
            RunId = row.Text(8),
            Status = row.Text(9),
            StatusMessage = row.Text(10),
            RunLink = row.Text(11),
        };

    public static RegistryTag ReadTag(DbDataReader row, int first = 0) =>
        new() { Key = row.GetString(first), Value = row.Text(first + 1) ?? "" };

    /// <summary>A version's number as text.</summary>
    public static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Adds the queries that <see cref="ReadOneAsync"/> reads.</summary>
    public static SqlBatch QueryVersion(this SqlBatch batch, string name, long version) =>
        batch
            .Query(One, ("@name", name), ("@version", version))
            .Query(TagsOfOne, ("@name", name), ("@version", version))
            .Query(AliasesOfOne, ("@name", name), ("@version", version));

    /// <summary>The version with tags and aliases; null when there is none.</summary>
    public static async ValueTask<ModelVersion?> ReadOneAsync(SqlResults results)
    {
        var version = await results.FirstAsync(Read);
        var tags = await results.ListAsync(r => ReadTag(r));
        var aliases = await results.ListAsync(r => r.GetString(0));
        return version is null ? null : version with { Tags = OrNull(tags), Aliases = OrNull(aliases) };
    }

    /// <summary>Adds the queries that <see cref="ReadLatestAsync"/> reads.</summary>
    public static SqlBatch QueryLatest(this SqlBatch batch, string[] names) =>
        batch.Query(LatestVersions, ("@names", names)).Query(LatestTags, ("@names", names));

    /// <summary>The newest version of each stage of each model, with tags.</summary>
    public static async ValueTask<ILookup<string, ModelVersion>> ReadLatestAsync(SqlResults results)
    {
        var versions = await results.ListAsync(Read);
        var withTags = await WithTagsAsync(results, versions);
        return withTags.ToLookup(v => v.Name, StringComparer.Ordinal);
    }

    /// <summary>Versions with the tags of the next result set: name, version, key, value.</summary>
    public static async ValueTask<List<ModelVersion>> WithTagsAsync(SqlResults results, List<ModelVersion> versions)
    {
        var tags = new Dictionary<(string, string), List<RegistryTag>>();
        var row = await results.NextAsync();
        while (await row.ReadAsync())
        {
            var of = (row.GetString(0), Text(row.GetInt64(1)));
            if (!tags.TryGetValue(of, out var list))
            {
                tags.Add(of, list = []);
            }

            list.Add(ReadTag(row, 2));
        }

        return tags.Count == 0
            ? versions
            : [.. versions.Select(v => v with { Tags = tags.GetValueOrDefault((v.Name, v.Version)) })];
    }

    public static List<T>? OrNull<T>(List<T> list) => list.Count == 0 ? null : list;
}
