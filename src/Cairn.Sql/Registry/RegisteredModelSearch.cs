using Cairn.Core.Paging;
using Cairn.Core.Registry;
using Cairn.Core.Search;
using Cairn.Sql.Dialects;
using Cairn.Sql.Search;

namespace Cairn.Sql.Registry;

/// <summary>Searches of registered models.</summary>
internal static class RegisteredModelSearch
{
    private static readonly SearchTables _tables = new()
    {
        From = "registered_models m",
        Id = "m.name",
        Attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["name"] = "m.name",
            ["last_updated_timestamp"] = "m.last_updated_time",
        },
        Keyed = new Dictionary<FieldKind, KeyedTable>
        {
            [FieldKind.Tag] = new("registered_model_tags", "name", Also: "f.workspace = 'default'"),
        },
    };

    /// <summary>Prepares a search.</summary>
    /// <exception cref="Core.Errors.CairnException">INVALID_PARAMETER_VALUE for what is wrong with filter, order or
    /// token.</exception>
    public static PagedSearch Prepare(RegistryQuery query, SqlDialect dialect)
    {
        var filter = FilterParser.Parse(query.Filter, RegisteredModelFilterRules.Instance);
        var order = OrderByParser.Parse(query.OrderBy, RegisteredModelFilterRules.Instance);
        var sql = new SearchSql(dialect);
        sql.Conditions.Add("m.workspace = 'default'");
        FilterToSql.Add(sql, PromptFilter.Apply(sql, filter, "registered_model_tags", "m.name"), _tables);
        var hash = PageToken.HashOf(["registered-models", query.Filter, .. query.OrderBy]);
        return new PagedSearch(
            sql,
            RegisteredModelRows.Columns,
            _tables.From,
            Parts(sql, order),
            hash,
            query.PageToken,
            query.MaxResults
        );
    }

    private static List<OrderPart> Parts(SearchSql sql, IReadOnlyList<OrderClause> order)
    {
        var byName = order.FirstOrDefault(c => c.Field.Key == "name");
        return
        [
            .. order.TakeWhile(c => c != byName).SelectMany(c => SearchOrder.Parts(sql, c, _tables)),
            new(sql.Dialect.ByteOrder("m.name"), byName?.Ascending ?? true, PageKeyType.Text),
        ];
    }
}
