using Cairn.Core.Paging;
using Cairn.Core.Search;

namespace Cairn.Sql.Search;

/// <summary>
/// A part of the order's key: an expression that is never NULL, so that pages can be told apart by it.
/// </summary>
internal sealed record OrderPart(string Sql, bool Ascending, PageKeyType Type);

/// <summary>
/// Order clauses as parts of a key. Missing values come last in both directions; NaN between them and the numbers.
/// </summary>
internal static class SearchOrder
{
    /// <summary>The parts of a clause; joins that they need are added to the statement.</summary>
    public static IEnumerable<OrderPart> Parts(SearchSql sql, OrderClause clause, SearchTables tables)
    {
        if (clause.Field.Kind == FieldKind.Attribute)
        {
            return Nullable(sql, tables.Column(clause.Field.Key), clause);
        }

        var table = tables.Keyed[clause.Field.Kind];
        var alias = $"o{sql.Joins.Count}";
        sql.Joins.Add(
            $"LEFT JOIN {table.Name} {alias} ON {alias}.key = {sql.Bind(clause.Field.Key)} AND {alias}.{table.Owner} = {tables.Id}"
        );
        return table.HasNaN
            ?
            [
                new(
                    $"CASE WHEN {alias}.value IS NULL THEN 2 WHEN {alias}.is_nan THEN 1 ELSE 0 END",
                    true,
                    PageKeyType.Integer
                ),
                new($"coalesce({alias}.value, 0.0)", clause.Ascending, PageKeyType.Double),
            ]
            : Nullable(sql, $"{alias}.value", clause);
    }

    /// <summary>The condition that a row comes after the one with these keys.</summary>
    public static string After(SearchSql sql, IReadOnlyList<OrderPart> parts, IReadOnlyList<object> keys)
    {
        var names = keys.Select(sql.Bind).ToArray();
        var condition = Beyond(parts[^1], names[^1]);
        for (var i = parts.Count - 2; i >= 0; i--)
        {
            condition = $"({Beyond(parts[i], names[i])} OR ({parts[i].Sql} = {names[i]} AND {condition}))";
        }

        // What follows from the rest already, in the one form that an index on the first part serves.
        return $"{parts[0].Sql} {(parts[0].Ascending ? ">=" : "<=")} {names[0]} AND {condition}";
    }

    private static string Beyond(OrderPart part, string key) => $"{part.Sql} {(part.Ascending ? ">" : "<")} {key}";

    private static OrderPart[] Nullable(SearchSql sql, string column, OrderClause clause) =>
        [
            new($"CASE WHEN {column} IS NULL THEN 1 ELSE 0 END", true, PageKeyType.Integer),
            clause.Type == FieldType.Text
                ? new(sql.Dialect.ByteOrder($"coalesce({column}, '')"), clause.Ascending, PageKeyType.Text)
                : new($"coalesce({column}, 0)", clause.Ascending, PageKeyType.Integer),
        ];
}
