using System.Globalization;
using Cairn.Core.Errors;

namespace Cairn.Core.Search;

/// <summary>Reads filters: comparisons joined by AND.</summary>
public static class FilterParser
{
    // Far above any real filter, and below what makes a database refuse the statement.
    private const int MostComparisons = 100,
        LongestPattern = 10_000;

    /// <summary>The meaning of a filter under an entity's rules; null or empty restricts nothing.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE, and nothing else, for a filter that is not in the
    /// language.</exception>
    public static Filter Parse(string? filter, FilterRules rules)
    {
        if (string.IsNullOrEmpty(filter))
        {
            return Filter.None;
        }

        var comparisons = new FilterClauses(filter, rules).Read();
        return comparisons.Count > MostComparisons
            ? throw CairnException.Invalid(
                $"A filter can have at most {MostComparisons} comparisons; this one has {comparisons.Count}."
            )
            : new Filter([.. comparisons.Select(c => Compare(c, rules))]);
    }

    private static Comparison Compare(RawComparison raw, FilterRules rules)
    {
        if (raw.Left.IsList || !raw.Left.Token.IsName)
        {
            throw CairnException.Invalid($"Invalid comparison clause. Expected 'Identifier' found '{raw.Left.Text}'");
        }

        var rule = rules.FilterField(raw.Left.Text);
        var comparator = ComparatorNames.Parse(raw.Comparator);
        if (raw.Right is null && !rule.Comparators.HasFlag(comparator))
        {
            throw CairnException.Invalid(rules.NullRefused(rule.Field.Kind, FilterRules.KeyOf(raw.Left.Text)));
        }

        var isKnown = comparator != Comparator.None && rule.Comparators.HasFlag(comparator);
        if (!isKnown && rules.ComparatorFirst)
        {
            throw CairnException.Invalid(rules.BadComparator(rule, raw.Comparator));
        }

        var value = raw.Right is null ? new FilterValue.Nothing() : Value(raw, rule, rules);
        return !isKnown
            ? throw CairnException.Invalid(rules.BadComparator(rule, raw.Comparator))
            : new Comparison(rule.Field, comparator, Checked(comparator, value));
    }

    private static FilterValue Value(RawComparison raw, FieldRule rule, FilterRules rules)
    {
        var value = raw.Right!;
        if (rule.Type != FieldType.Text)
        {
            return value is { IsList: false, Token.Kind: FilterTokenKind.Number }
                ? Number(value.Text, rule.Type)
                : throw CairnException.Invalid(
                    rules.NumberExpected(rule.Field.Kind, FilterRules.KeyOf(raw.Left.Text), value.Text)
                );
        }

        if (value.IsList)
        {
            return (rule.Comparators & Comparator.OfLists) != 0
                ? new FilterValue.Texts(TextList.Read(value))
                : throw CairnException.Invalid(rules.ListRefused(rule.Field.Kind, value.Text));
        }

        return value.Token.Kind == FilterTokenKind.Text || value.Token.IsName
            ? new FilterValue.Text(Unquoted(value.Text))
            : throw CairnException.Invalid(rules.TextExpected(rule.Field.Kind, value.Text));
    }

    private static FilterValue Checked(Comparator comparator, FilterValue value)
    {
        var wantsList = (comparator & Comparator.OfLists) != 0;
        return wantsList != value is FilterValue.Texts
                ? throw CairnException.Invalid("Lists of values are compared with IN or NOT IN.")
            : comparator is Comparator.Like or Comparator.ILike
            && value is FilterValue.Text { Value.Length: > LongestPattern }
                ? throw CairnException.Invalid($"A pattern can have at most {LongestPattern} characters.")
            : value;
    }

    private static FilterValue Number(string text, FieldType type) =>
        type == FieldType.Integer
        && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? new FilterValue.Integer(whole)
            : new FilterValue.Number(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));

    private static string Unquoted(string text) =>
        text.Length >= 2 && text[0] == text[^1] && text[0] is '\'' or '"'
            ? text[1..^1]
            : throw CairnException.Invalid(
                "Parameter value is either not quoted or unidentified quote types used for string value "
                    + $"{text}. Use either single or double quotes."
            );
}
