using Cairn.Core.Errors;

namespace Cairn.Core.Search;

/// <summary>Reads order clauses: a field and, if not ascending, its direction.</summary>
public static class OrderByParser
{
    // Each clause on a metric, parameter or tag joins a table; SQLite joins 64 at most.
    private const int MostClauses = 20;

    /// <summary>The meaning of order clauses under an entity's rules.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE for a clause that is not in the language, or a field
    /// named twice.</exception>
    public static IReadOnlyList<OrderClause> Parse(IReadOnlyList<string> clauses, FilterRules rules)
    {
        if (clauses.Count > MostClauses)
        {
            throw CairnException.Invalid(
                $"At most {MostClauses} order_by clauses are allowed; there are {clauses.Count}."
            );
        }

        var parsed = clauses.Select(c => Parse(c, rules)).ToList();
        return parsed.DistinctBy(c => c.Field).Count() < parsed.Count
            ? throw CairnException.Invalid("`order_by` contains duplicate fields: " + string.Join(", ", clauses))
            : parsed;
    }

    private static OrderClause Parse(string clause, FilterRules rules)
    {
        var tokens = FilterTokenizer.Tokenize(clause);
        if (tokens.Count is 0 or > 2 || tokens.Exists(t => t.Kind != FilterTokenKind.Word))
        {
            throw CairnException.Invalid($"Invalid order_by clause '{clause}'. Could not be parsed.");
        }

        var ascending = tokens.Count == 1 || tokens[1].Is("ASC");
        if (!ascending && !tokens[1].Is("DESC"))
        {
            throw CairnException.Invalid($"Invalid ordering key in order_by clause '{clause}'.");
        }

        var rule = rules.OrderField(tokens[0].Text);
        return new OrderClause(rule.Field, rule.Type, ascending);
    }
}
