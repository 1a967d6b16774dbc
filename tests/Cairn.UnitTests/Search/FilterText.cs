using System.Globalization;
using Cairn.Core.Search;

namespace Cairn.UnitTests.Search;

/// <summary>Writes a parsed filter out, so that tables of expectations stay readable.</summary>
internal static class FilterText
{
    public static string Of(Filter filter) => string.Join(" & ", filter.Comparisons.Select(Of));

    private static string Of(Comparison c) =>
        $"{c.Field.Kind}[{c.Field.Key}] {ComparatorNames.Of(c.Comparator)} {Of(c.Value)}".TrimEnd();

    private static string Of(FilterValue value) =>
        value switch
        {
            FilterValue.Text text => $"<{text.Value}>",
            FilterValue.Integer number => $"i{number.Value}",
            FilterValue.Number number => $"d{number.Value.ToString(CultureInfo.InvariantCulture)}",
            FilterValue.Texts list => string.Join(",", list.Values.Select(v => $"<{v}>")),
            _ => "",
        };
}
