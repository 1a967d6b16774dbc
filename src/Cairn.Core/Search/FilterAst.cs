namespace Cairn.Core.Search;

/// <summary>A filter: comparisons that must all hold.</summary>
/// <param name="Comparisons">None is no restriction.</param>
public sealed record Filter(IReadOnlyList<Comparison> Comparisons)
{
    /// <summary>The filter that everything passes.</summary>
    public static Filter None { get; } = new([]);
}

/// <summary>A comparison of a field with a value.</summary>
/// <param name="Field">The field.</param>
/// <param name="Comparator">Exactly one flag.</param>
/// <param name="Value">The value, of the kind that field and comparator ask for.</param>
public sealed record Comparison(FilterField Field, Comparator Comparator, FilterValue Value);

/// <summary>A field of an entity.</summary>
/// <param name="Kind">Where it is found.</param>
/// <param name="Key">An attribute's own name, aliases resolved; or a metric's, parameter's or tag's key as the client
/// gave it.</param>
public sealed record FilterField(FieldKind Kind, string Key);

/// <summary>Where a field is found.</summary>
public enum FieldKind
{
    /// <summary>A property of the entity itself.</summary>
    Attribute,

    /// <summary>The latest value of a metric.</summary>
    Metric,

    /// <summary>A parameter.</summary>
    Param,

    /// <summary>A tag.</summary>
    Tag,

    /// <summary>A property of a dataset that the entity used.</summary>
    Dataset,
}

/// <summary>What a value is compared as.</summary>
public enum FieldType
{
    /// <summary>Text, by its bytes.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A double.</summary>
    Double,
}

/// <summary>Comparators, and sets of them.</summary>
[Flags]
public enum Comparator
{
    /// <summary>No comparator.</summary>
    None = 0,

    /// <summary><c>=</c></summary>
    Equal = 1,

    /// <summary><c>!=</c></summary>
    NotEqual = 2,

    /// <summary><c>&lt;</c></summary>
    Less = 4,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual = 8,

    /// <summary><c>&gt;</c></summary>
    Greater = 16,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual = 32,

    /// <summary>A pattern of <c>%</c> and <c>_</c>.</summary>
    Like = 64,

    /// <summary>A pattern, whatever the case.</summary>
    ILike = 128,

    /// <summary>One of a list.</summary>
    In = 256,

    /// <summary>None of a list.</summary>
    NotIn = 512,

    /// <summary>The entity has no such field.</summary>
    IsNull = 1024,

    /// <summary>The entity has such a field.</summary>
    IsNotNull = 2048,

    /// <summary>What numbers are compared with.</summary>
    OfNumbers = Equal | NotEqual | Less | LessOrEqual | Greater | GreaterOrEqual,

    /// <summary>What texts are compared with.</summary>
    OfTexts = Equal | NotEqual | Like | ILike,

    /// <summary>Membership of a list.</summary>
    OfLists = In | NotIn,

    /// <summary>Presence.</summary>
    OfPresence = IsNull | IsNotNull,
}

/// <summary>The right side of a comparison.</summary>
public abstract record FilterValue
{
    private FilterValue() { }

    /// <summary>A text or pattern, without its quotes.</summary>
    public sealed record Text(string Value) : FilterValue;

    /// <summary>A whole number.</summary>
    public sealed record Integer(long Value) : FilterValue;

    /// <summary>Any other number, and what a metric is compared with.</summary>
    public sealed record Number(double Value) : FilterValue;

    /// <summary>A list of texts, never empty.</summary>
    public sealed record Texts(IReadOnlyList<string> Values) : FilterValue
    {
        /// <inheritdoc/>
        public bool Equals(Texts? other) => other is not null && Values.SequenceEqual(other.Values);

        /// <inheritdoc/>
        public override int GetHashCode() => Values.Aggregate(0, HashCode.Combine);
    }

    /// <summary>No value: IS NULL and IS NOT NULL take none.</summary>
    public sealed record Nothing : FilterValue;
}

/// <summary>An order clause.</summary>
/// <param name="Field">What to order by.</param>
/// <param name="Type">How its values compare.</param>
/// <param name="Ascending">The direction; missing values come last in both.</param>
public sealed record OrderClause(FilterField Field, FieldType Type, bool Ascending);
