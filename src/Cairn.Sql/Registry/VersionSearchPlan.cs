using Cairn.Core.Search;
using Cairn.Sql.Engine;
using Cairn.Sql.Search;

namespace Cairn.Sql.Registry;

/// <summary>How a search of versions is gone about.</summary>
internal enum VersionSearchWay
{
    /// <summary>As the database's planner thinks best.</summary>
    Usual,

    /// <summary>Find all that match, then sort them: right when few do.</summary>
    FromFilter,

    /// <summary>Walk the versions in order until a page is full: right when many match.</summary>
    InOrder,
}

/// <summary>
/// Chooses the way of a search of versions in the default order. Planners guess how many versions a pattern or a tag's
/// value leads
/// to, and guess wrong by thousands; counting up to a bound is cheap.
/// </summary>
internal static class VersionSearchPlan
{
    private const int Few = 2000;

    /// <summary>The way for a filter.</summary>
    public static async ValueTask<VersionSearchWay> ChooseAsync(
        SqlSession session,
        Filter filter,
        IReadOnlyList<OrderClause> order
    )
    {
        var byTag = ValueOfTag(filter) is not null;
        if (!byTag && !filter.Comparisons.Any(c => IsName(c) || IsRun(c)))
        {
            return VersionSearchWay.Usual;
        }

        if (order.Count > 0)
        {
            return VersionSearchWay.FromFilter;
        }

        var sql = new SearchSql(session.Dialect);
        var statement =
            $"SELECT COUNT(*) FROM (SELECT 1 FROM {(byTag ? "model_version_tags" : "model_versions")} f WHERE {Matches(sql, "f", filter)} LIMIT {Few + 1}) few";
        return await session.FirstAsync(statement, r => r.GetInt64(0), [.. sql.Parameters]) <= Few
            ? VersionSearchWay.FromFilter
            : VersionSearchWay.InOrder;
    }

    /// <summary>Whether a search starts at the versions of a run.</summary>
    public static bool StartsAtRun(Filter filter) => filter.Comparisons.Any(IsRun);

    /// <summary>The comparison with a tag's value at which a search starts; null when it starts elsewhere.</summary>
    public static Comparison? ValueOfTag(Filter filter) =>
        StartsAtRun(filter)
            ? null
            : filter.Comparisons.FirstOrDefault(c => c is { Field.Kind: FieldKind.Tag, Comparator: Comparator.Equal });

    /// <summary>The conditions that an index on runs, on tags' values, or on names, serves.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="alias">Of the table of tags if the search starts at a tag's value, else of versions.</param>
    /// <param name="filter">The filter.</param>
    public static string Matches(SearchSql sql, string alias, Filter filter)
    {
        var conditions = new List<string> { $"{Workspace(sql, alias, filter)} = 'default'" };
        if (ValueOfTag(filter) is { Value: FilterValue.Text { Value: var text } } tag)
        {
            // In two halves, as in FilterToSql: SQLite would not look at the index otherwise.
            var value = sql.Bind(text);
            conditions.Add($"{alias}.key = {sql.Bind(tag.Field.Key)}");
            conditions.Add(
                $"substr({alias}.value, 1, 64) = substr({value}, 1, 64) AND substr({alias}.value, 65) = substr({value}, 65)"
            );
        }

        foreach (var comparison in filter.Comparisons.Where(c => IsName(c) || IsRun(c)))
        {
            conditions.Add(Condition(sql, alias, comparison));
        }

        return string.Join(" AND ", conditions);
    }

    /// <summary>
    /// The column of the workspace: not one to start at when there is a run, whose index is without it.
    /// </summary>
    public static string Workspace(SearchSql sql, string alias, Filter filter) =>
        StartsAtRun(filter) ? sql.Dialect.Unindexed($"{alias}.workspace") : $"{alias}.workspace";

    /// <summary>Whether this is a comparison with a name or its beginning, as <see cref="Matches"/> takes it.</summary>
    public static bool IsName(Comparison comparison) =>
        comparison is { Field: { Kind: FieldKind.Attribute, Key: "name" }, Value: FilterValue.Text { Value: var text } }
        && (
            comparison.Comparator == Comparator.Equal
            || (comparison.Comparator == Comparator.Like && text is [not '%' and not '_', ..])
        );

    private static bool IsRun(Comparison comparison) =>
        comparison
            is { Field: { Kind: FieldKind.Attribute, Key: "run_id" }, Comparator: Comparator.Equal or Comparator.In };

    private static string Condition(SearchSql sql, string alias, Comparison comparison) =>
        comparison switch
        {
            { Value: FilterValue.Texts list } => $"{alias}.run_id = ANY({sql.Bind(list.Values.ToArray())})",
            { Value: FilterValue.Text text, Comparator: Comparator.Like } => sql.Dialect.Like(
                $"{alias}.name",
                sql.Bind(text.Value)
            ),
            { Value: FilterValue.Text text } => $"{alias}.{comparison.Field.Key} = {sql.Bind(text.Value)}",
            var other => throw new NotSupportedException($"No SQL for {other}."),
        };
}
