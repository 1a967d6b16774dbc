namespace Cairn.Core.Search;

/// <summary>The search language of experiments.</summary>
public sealed class ExperimentFilterRules : FilterRules
{
    private static readonly Dictionary<string, FieldRule> _attributes = new(StringComparer.Ordinal)
    {
        ["name"] = new(new(FieldKind.Attribute, "name"), FieldType.Text, Comparator.OfTexts),
        ["creation_time"] = Number("creation_time"),
        ["last_update_time"] = Number("last_update_time"),
    };

    private static readonly Dictionary<string, FieldRule> _orderAttributes = new(_attributes, StringComparer.Ordinal)
    {
        ["experiment_id"] = Number("experiment_id"),
    };

    private ExperimentFilterRules() { }

    /// <summary>The one instance.</summary>
    public static ExperimentFilterRules Instance { get; } = new();

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, FieldKind> Prefixes { get; } =
        new Dictionary<string, FieldKind>(StringComparer.Ordinal)
        {
            ["attribute"] = FieldKind.Attribute,
            ["tag"] = FieldKind.Tag,
            ["tags"] = FieldKind.Tag,
        };

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, FieldRule> Attributes => _attributes;

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, FieldRule> OrderAttributes => _orderAttributes;

    /// <inheritdoc/>
    public override string StrayClauses(string filter, IReadOnlyList<string> clauses) =>
        $"Invalid clause(s) in filter string: {string.Join(", ", clauses)}";

    /// <inheritdoc/>
    public override string BadComparator(FieldRule rule, string comparator) =>
        rule.Field.Kind == FieldKind.Tag
            ? $"Invalid comparator for tag: {comparator}"
            : $"Invalid comparator '{comparator}' not one of '{Names(rule.Comparators)}'";

    /// <inheritdoc/>
    public override string NullRefused(FieldKind kind, string key) =>
        $"IS NULL / IS NOT NULL is only supported for tags, not for {KindName(kind)} '{key}'";

    /// <inheritdoc/>
    protected override FieldRule OpenField(FieldKind kind, string key) =>
        new(new(kind, key), FieldType.Text, Comparator.OfTexts | Comparator.OfPresence);

    /// <inheritdoc/>
    protected override bool CanOrderBy(FieldKind kind) => kind == FieldKind.Attribute;

    /// <inheritdoc/>
    protected override string BadPrefix(string prefix) =>
        $"Invalid entity type '{prefix}'. Valid entity types are ('attribute', 'tag', 'tags')";

    private static FieldRule Number(string name) =>
        new(new(FieldKind.Attribute, name), FieldType.Integer, Comparator.OfNumbers);
}
