using System.Globalization;
using Cairn.Contracts.Registry;
using Cairn.Core.Paging;
using Cairn.Core.Registry;
using Cairn.Core.Search;
using Cairn.Sql.Dialects;
using Cairn.Sql.Engine;
using Cairn.Sql.Search;

namespace Cairn.Sql.Registry;

/// <summary>Searches of model versions.</summary>
internal static class ModelVersionSearch
{
    // The index cairn_model_versions_updated is on this very expression.
    private static readonly OrderPart _lastChangedFirst = new(
        "coalesce(v.last_updated_time, -9223372036854775807)",
        false,
        PageKeyType.Integer
    );

    private static readonly SearchTables _tables = new()
    {
        From = "model_versions v",
        Id = "v.name",
        Attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = "v.name",
            ["version_number"] = "v.version",
            ["run_id"] = "v.run_id",
            ["source_path"] = "v.source",
            ["creation_timestamp"] = "v.creation_time",
            ["last_updated_timestamp"] = "v.last_updated_time",
        },
        Keyed = new Dictionary<FieldKind, KeyedTable>
        {
            [FieldKind.Tag] = new(
                "model_version_tags",
                "name",
                Also: "f.workspace = 'default' AND f.version = v.version"
            ),
        },
    };

    /// <summary>What a search asks for.</summary>
    /// <exception cref="Core.Errors.CairnException">INVALID_PARAMETER_VALUE for what is wrong with filter or
    /// order.</exception>
    public static (Filter Filter, IReadOnlyList<OrderClause> Order) Parse(RegistryQuery query) =>
        (
            FilterParser.Parse(query.Filter, ModelVersionFilterRules.Instance),
            OrderByParser.Parse(query.OrderBy, ModelVersionFilterRules.Instance)
        );

    /// <summary>Prepares a search.</summary>
    /// <param name="query">The search.</param>
    /// <param name="asked">What it asks for.</param>
    /// <param name="way">How to go about it.</param>
    /// <param name="dialect">The database's.</param>
    /// <exception cref="Core.Errors.CairnException">INVALID_PARAMETER_VALUE when the token is not one for this
    /// search.</exception>
    public static PagedSearch Prepare(
        RegistryQuery query,
        (Filter Filter, IReadOnlyList<OrderClause> Order) asked,
        VersionSearchWay way,
        SqlDialect dialect
    )
    {
        var (filter, order) = asked;
        var from = _tables.From;
        var sql = new SearchSql(dialect);
        sql.Conditions.Add(
            $"{(way == VersionSearchWay.FromFilter ? VersionSearchPlan.Workspace(sql, "v", filter) : "v.workspace")} = 'default'"
        );
        sql.Conditions.Add("v.current_stage <> 'Deleted_Internal'");
        filter = PromptFilter.Apply(sql, filter, "model_version_tags", "v.name");
        if (way == VersionSearchWay.FromFilter && VersionSearchPlan.ValueOfTag(filter) is { } tag)
        {
            // CROSS JOIN is how SQLite is told where to start.
            from = "model_version_tags f0 CROSS JOIN model_versions v";
            sql.Conditions.Add(
                $"f0.name = v.name AND f0.version = v.version AND {VersionSearchPlan.Matches(sql, "f0", filter)}"
            );
            filter = new([.. filter.Comparisons.Where(c => c != tag && !VersionSearchPlan.IsName(c))]);
        }

        FilterToSql.Add(
            sql,
            new([.. filter.Comparisons.Select(OfRealRuns)]),
            way == VersionSearchWay.InOrder ? Walked(dialect) : _tables
        );
        var hash = PageToken.HashOf(["model-versions", query.Filter, .. query.OrderBy]);
        return new PagedSearch(
            sql,
            ModelVersionRows.Columns,
            from,
            Parts(sql, order, way),
            hash,
            query.PageToken,
            query.MaxResults
        );
    }

    private static SearchTables Walked(SqlDialect dialect) =>
        _tables with
        {
            Attributes = new Dictionary<string, string>(_tables.Attributes, StringComparer.Ordinal)
            {
                ["name"] = dialect.Unindexed("v.name"),
                ["run_id"] = dialect.Unindexed("v.run_id"),
            },
        };

    /// <summary>A version without a run has an empty run id in the database; a list of runs never means it.</summary>
    private static Comparison OfRealRuns(Comparison comparison) =>
        comparison
            is {
                Field.Key: "run_id",
                Field.Kind: FieldKind.Attribute,
                Comparator: Comparator.In,
                Value: FilterValue.Texts list
            }
            ? comparison with
            {
                Value = new FilterValue.Texts([.. list.Values.Where(id => id.Length > 0)]),
            }
            : comparison;

    // Few sizes, so that there are few statements to prepare.
    private static readonly int[] _sizes = [10, 25, 50, 100, 250, 1000];

    /// <summary>A page's versions with their tags.</summary>
    public static async ValueTask<List<ModelVersion>> LoadTagsAsync(SqlSession session, List<ModelVersion> page)
    {
        var batch = new SqlBatch();
        var parts = page.Chunk(_sizes[^1]).ToList();
        foreach (var part in parts)
        {
            QueryTags(batch, part, session.Dialect);
        }

        if (parts.Count == 0)
        {
            return page;
        }

        await using var results = await session.RunAsync(batch);
        var complete = new List<ModelVersion>(page.Count);
        foreach (var part in parts)
        {
            complete.AddRange(await ModelVersionRows.WithTagsAsync(results, [.. part]));
        }

        return complete;
    }

    /// <summary>Adds the query for the tags of these versions, each looked up by its key.</summary>
    private static void QueryTags(SqlBatch batch, ModelVersion[] versions, SqlDialect dialect)
    {
        var size = _sizes.First(s => s >= versions.Length);
        var parameters = new SqlParam[size * 2];
        for (var i = 0; i < size; i++)
        {
            // No model has an empty name.
            parameters[i * 2] = new($"@n{i}", i < versions.Length ? versions[i].Name : "");
            parameters[(i * 2) + 1] = new(
                $"@v{i}",
                i < versions.Length ? long.Parse(versions[i].Version, CultureInfo.InvariantCulture) : 0L
            );
        }

        var rows = string.Join(", ", Enumerable.Range(0, size).Select(i => $"(@n{i}, @v{i})"));
        batch.Query(
            $"""
            SELECT t.name, t.version, t.key, t.value FROM (VALUES {rows}) p
            {dialect.LookUp(
                "model_version_tags",
                "t",
                "t.workspace = 'default' AND t.name = p.column1 AND t.version = p.column2"
            )}
            ORDER BY t.name, t.version, t.key
            """,
            parameters
        );
    }

    private static List<OrderPart> Parts(SearchSql sql, IReadOnlyList<OrderClause> order, VersionSearchWay way)
    {
        var parts = order
            .SelectMany(c =>
                c.Field.Key switch
                {
                    "name" => [ByName(sql, c.Ascending)],
                    "version_number" => [ByNumber(c.Ascending)],
                    "last_updated_timestamp" when !c.Ascending => [_lastChangedFirst],
                    _ => SearchOrder.Parts(sql, c, _tables),
                }
            )
            .ToList();
        if (order.Count == 0)
        {
            // An order that no index is on, where the filter leads to few versions already.
            parts.Add(
                way == VersionSearchWay.FromFilter
                    ? _lastChangedFirst with
                    {
                        Sql = _lastChangedFirst.Sql + " + 0",
                    }
                    : _lastChangedFirst
            );
        }

        if (!order.Any(c => c.Field.Key == "name"))
        {
            parts.Add(ByName(sql, true));
        }

        if (!order.Any(c => c.Field.Key == "version_number"))
        {
            parts.Add(ByNumber(false));
        }

        return parts;
    }

    private static OrderPart ByName(SearchSql sql, bool ascending) =>
        new(sql.Dialect.ByteOrder("v.name"), ascending, PageKeyType.Text);

    private static OrderPart ByNumber(bool ascending) => new("v.version", ascending, PageKeyType.Integer);
}
