using Cairn.Core.Search;

namespace Cairn.Sql.Search;

/// <summary>Filters as SQL. This is the only place where they become it.</summary>
internal static class FilterToSql
{
    /// <summary>
    /// How much of a value is in the indexes that lead from a value to its entity; PostgreSQL cannot index a long one.
    /// </summary>
    private const int IndexedCharacters = 64;

    // Such a join lets the planner start at the few entities with that value; more of them would only make its choice
    // harder.
    private const int MaxJoins = 3;

    // So few conditions on other tables the planner may turn into joins. All of more are tried row by row: with 100 of
    // them PostgreSQL plans for a minute, and where only some are joins, it reads all runs before it tries the rest.
    private const int MaxPlannedLookUps = 2;

    /// <summary>Adds a filter's conditions to a statement.</summary>
    /// <remarks>Cheap and narrow ones first: SQLite tries them in this order.</remarks>
    public static void Add(SearchSql sql, Filter filter, SearchTables tables)
    {
        var id = tables.Id;
        var joins = 0;
        var lookUps =
            filter.Comparisons.Count(c => c.Field.Kind != FieldKind.Attribute)
            - Math.Min(filter.Comparisons.Count(c => IsJoin(c, tables)), MaxJoins);
        var end = lookUps > MaxPlannedLookUps ? sql.Dialect.Apart : "";
        foreach (var comparison in filter.Comparisons.OrderByDescending(c => IsJoin(c, tables)).ThenBy(Cost))
        {
            if (joins < MaxJoins && IsJoin(comparison, tables))
            {
                var table = tables.Keyed[comparison.Field.Kind];
                sql.Joins.Add(Join(sql, comparison, table, tables.Id, $"f{joins++}"));
                // What hangs on the joined row cannot be tried before it: the planner then starts there, at the few
                // rows of a value.
                id = $"f0.{table.Owner}";
            }
            else
            {
                sql.Conditions.Add(Condition(sql, comparison, tables, id, end));
            }
        }
    }

    private static bool IsJoin(Comparison comparison, SearchTables tables) =>
        comparison.Comparator == Comparator.Equal
        && tables.Keyed.TryGetValue(comparison.Field.Kind, out var table)
        && (table.IsIndexedByValue || table.IndexedKey == comparison.Field.Key);

    private static int Cost(Comparison comparison) =>
        comparison switch
        {
            { Field.Kind: FieldKind.Attribute } => 0,
            { Comparator: Comparator.Equal, Field.Kind: FieldKind.Param or FieldKind.Tag } => 1,
            { Comparator: Comparator.Equal } => 2,
            { Field.Kind: FieldKind.Dataset } => 4,
            _ => 3,
        };

    private static string Join(SearchSql sql, Comparison comparison, KeyedTable table, string id, string alias)
    {
        // An index for one key serves only a statement that names this key; it is ours then, not the client's.
        var key = table.IndexedKey is { } own ? $"'{own}'" : sql.Bind(comparison.Field.Key);
        var value = sql.Bind(Text(comparison.Value));

        // In two halves: from value = @p SQLite would conclude that the indexed start equals itself, and not look at
        // the index.
        return $"JOIN {table.Name} {alias} ON {alias}.key = {key} AND {alias}.{table.Owner} = {id}"
            + $" AND substr({alias}.value, 1, {IndexedCharacters}) = substr({value}, 1, {IndexedCharacters})"
            + $" AND substr({alias}.value, {IndexedCharacters + 1}) = substr({value}, {IndexedCharacters + 1})";
    }

    private static string Condition(SearchSql sql, Comparison comparison, SearchTables tables, string id, string end)
    {
        var field = comparison.Field;
        if (field.Kind == FieldKind.Attribute)
        {
            return Compare(sql, tables.Column(field.Key), comparison);
        }

        if (tables.Related.TryGetValue(field, out var related))
        {
            return $"EXISTS (SELECT 1 FROM {related.Rows} AND {Compare(sql, related.Column, comparison)}{end})";
        }

        var table = tables.Keyed[field.Kind];
        var rows =
            $"EXISTS (SELECT 1 FROM {table.Name} f WHERE f.{table.Key} = {sql.Bind(field.Key)} AND f.{table.Owner} = {id}"
            + (table.Also is null ? "" : " AND " + table.Also);
        return comparison.Comparator switch
        {
            Comparator.IsNull => $"NOT {rows}{end})",
            Comparator.IsNotNull => $"{rows}{end})",
            _ =>
                $"{rows} AND {(table.HasNaN ? CompareNumbers(sql, comparison) : Compare(sql, "f." + table.Value, comparison))}{end})",
        };
    }

    /// <summary>
    /// A value that is not a number is kept as 0 with a flag. It differs from every number, and compares with none.
    /// </summary>
    private static string CompareNumbers(SearchSql sql, Comparison comparison) =>
        comparison.Comparator == Comparator.NotEqual
            ? $"({Compare(sql, "f.value", comparison)} OR f.is_nan)"
            : $"{Compare(sql, "f.value", comparison)} AND NOT f.is_nan";

    private static string Compare(SearchSql sql, string column, Comparison comparison)
    {
        var value = sql.Bind(Value(comparison.Value));
        return comparison.Comparator switch
        {
            Comparator.Equal => $"{column} = {value}",
            Comparator.NotEqual => $"{column} <> {value}",
            Comparator.Less => $"{column} < {value}",
            Comparator.LessOrEqual => $"{column} <= {value}",
            Comparator.Greater => $"{column} > {value}",
            Comparator.GreaterOrEqual => $"{column} >= {value}",
            Comparator.Like => sql.Dialect.Like(column, value),
            Comparator.ILike => sql.Dialect.ILike(column, value),
            Comparator.In => $"{column} = ANY({value})",
            Comparator.NotIn => $"NOT ({column} = ANY({value}))",
            var other => throw new NotSupportedException($"No SQL for {other}."),
        };
    }

    private static object Value(FilterValue value) =>
        value switch
        {
            FilterValue.Texts list => list.Values.ToArray(),
            FilterValue.Integer number => number.Value,
            FilterValue.Number number => number.Value,
            _ => Text(value),
        };

    private static string Text(FilterValue value) => ((FilterValue.Text)value).Value;
}
