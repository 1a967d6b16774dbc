using Cairn.Core.Registry;
using Cairn.Core.Search;
using Cairn.Sql.Search;

namespace Cairn.Sql.Registry;

/// <summary>Searches of models leave prompts out, unless they ask for them.</summary>
internal static class PromptFilter
{
    /// <summary>
    /// Adds the condition that leaves prompts out, and takes out of the filter what that condition already says.
    /// </summary>
    /// <param name="sql">The statement.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="tags">The table of tags that make a prompt.</param>
    /// <param name="name">The column of the model's name.</param>
    public static Filter Apply(SearchSql sql, Filter filter, string tags, string name)
    {
        if (filter.Comparisons.Any(AsksForPrompts))
        {
            return filter;
        }

        // Not by the tag's absence alone: a model may carry the tag with another value.
        sql.Conditions.Add(
            $"NOT EXISTS (SELECT 1 FROM {tags} p WHERE p.workspace = 'default' AND p.key = '{Prompts.Tag}' AND p.name = {name} AND p.value = 'true')"
        );
        return new([.. filter.Comparisons.Where(c => !IsOnTag(c))]);
    }

    private static bool IsOnTag(Comparison comparison) => comparison.Field is { Kind: FieldKind.Tag, Key: Prompts.Tag };

    private static bool AsksForPrompts(Comparison comparison) =>
        IsOnTag(comparison)
        && comparison.Value is FilterValue.Text { Value: var value }
        && comparison.Comparator switch
        {
            Comparator.Equal => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase),
            Comparator.NotEqual => string.Equals(value, "false", StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
}
