using System.Globalization;
using Cairn.Contracts.Experiments;
using Cairn.Contracts.Runs;
using Cairn.Core.Experiments;
using Cairn.Core.Paging;
using Cairn.Core.Search;
using Cairn.Sql.Dialects;
using Cairn.Sql.Engine;
using Cairn.Sql.Search;

namespace Cairn.Sql.Experiments;

/// <summary>Searches of experiments.</summary>
internal static class ExperimentSearch
{
    private static readonly OrderPart _newestFirst = new(
        "coalesce(e.creation_time, -9223372036854775807)",
        false,
        PageKeyType.Integer
    );
    private static readonly OrderPart _byId = new("e.experiment_id", true, PageKeyType.Integer);

    private static readonly SearchTables _tables = new()
    {
        From = "experiments e",
        Id = "e.experiment_id",
        Attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["experiment_id"] = "e.experiment_id",
            ["name"] = "e.name",
            ["creation_time"] = "e.creation_time",
            ["last_update_time"] = "e.last_update_time",
        },
        Keyed = new Dictionary<FieldKind, KeyedTable> { [FieldKind.Tag] = new("experiment_tags", "experiment_id") },
    };

    /// <summary>Prepares a search.</summary>
    /// <exception cref="Core.Errors.CairnException">INVALID_PARAMETER_VALUE for what is wrong with filter, order or
    /// token.</exception>
    public static PagedSearch Prepare(ExperimentQuery query, SqlDialect dialect)
    {
        var filter = FilterParser.Parse(query.Filter, ExperimentFilterRules.Instance);
        var order = OrderByParser.Parse(query.OrderBy, ExperimentFilterRules.Instance);
        var sql = new SearchSql(dialect);
        sql.Conditions.Add("e.workspace = 'default'");
        if (query.View != ViewType.All)
        {
            sql.Conditions.Add(
                query.View == ViewType.DeletedOnly ? "e.lifecycle_stage = 'deleted'" : "e.lifecycle_stage = 'active'"
            );
        }

        FilterToSql.Add(sql, filter, _tables);
        var hash = PageToken.HashOf(["experiments", query.Filter, query.View.ToString(), .. query.OrderBy]);
        return new PagedSearch(
            sql,
            ExperimentRows.Columns,
            _tables.From,
            Parts(sql, order),
            hash,
            query.PageToken,
            query.MaxResults
        );
    }

    private const string TagsOf = """
        SELECT experiment_id, key, value FROM experiment_tags WHERE experiment_id = ANY(@experiments) ORDER BY experiment_id, key
        """;

    /// <summary>A page's experiments with their tags.</summary>
    public static async ValueTask<List<Experiment>> LoadTagsAsync(SqlSession session, List<Experiment> page)
    {
        if (page.Count == 0)
        {
            return page;
        }

        var ids = page.Select(e => long.Parse(e.ExperimentId, CultureInfo.InvariantCulture)).ToArray();
        var tags = await session.ListAsync(
            TagsOf,
            row =>
                (
                    Experiment: ExperimentIds.Text(row.GetInt64(0)),
                    Tag: new ExperimentTag { Key = row.GetString(1), Value = row.Text(2) }
                ),
            ("@experiments", ids)
        );
        var byExperiment = tags.ToLookup(t => t.Experiment, t => t.Tag, StringComparer.Ordinal);
        return
        [
            .. page.Select(e =>
                byExperiment[e.ExperimentId].ToList() is { Count: > 0 } own ? e with { Tags = own } : e
            ),
        ];
    }

    private static List<OrderPart> Parts(SearchSql sql, IReadOnlyList<OrderClause> order)
    {
        // With an order of one's own, equals come newest first; in the default order they hardly ever are equal.
        var byId = order.FirstOrDefault(c => c.Field.Key == "experiment_id");
        return order.Count == 0
            ? [_newestFirst, _byId]
            :
            [
                .. order.TakeWhile(c => c != byId).SelectMany(c => SearchOrder.Parts(sql, c, _tables)),
                _byId with
                {
                    Ascending = byId?.Ascending ?? false,
                },
            ];
    }
}
