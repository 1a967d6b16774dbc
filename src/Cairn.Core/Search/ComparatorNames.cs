namespace Cairn.Core.Search;

/// <summary>Comparators as filters write them.</summary>
public static class ComparatorNames
{
    private static readonly Dictionary<string, Comparator> _byName = new(StringComparer.Ordinal)
    {
        ["="] = Comparator.Equal,
        ["!="] = Comparator.NotEqual,
        ["<"] = Comparator.Less,
        ["<="] = Comparator.LessOrEqual,
        [">"] = Comparator.Greater,
        [">="] = Comparator.GreaterOrEqual,
        ["LIKE"] = Comparator.Like,
        ["ILIKE"] = Comparator.ILike,
        ["IN"] = Comparator.In,
        ["NOT IN"] = Comparator.NotIn,
        ["IS NULL"] = Comparator.IsNull,
        ["IS NOT NULL"] = Comparator.IsNotNull,
    };

    /// <summary>The comparator of this name, in capitals; none for one that the language does not have.</summary>
    public static Comparator Parse(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The name of a comparator.</summary>
    public static string Of(Comparator comparator) => _byName.First(pair => pair.Value == comparator).Key;
}
