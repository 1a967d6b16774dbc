namespace Cairn.Core.Search;

/// <summary>What the search languages of registered models and of their versions share.</summary>
public abstract class RegistryFilterRules : FilterRules
{
    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, FieldKind> Prefixes { get; } =
        new Dictionary<string, FieldKind>(StringComparer.Ordinal)
        {
            ["attribute"] = FieldKind.Attribute,
            ["attributes"] = FieldKind.Attribute,
            ["attr"] = FieldKind.Attribute,
            ["tag"] = FieldKind.Tag,
            ["tags"] = FieldKind.Tag,
        };

    /// <inheritdoc/>
    public override string StrayClauses(string filter, IReadOnlyList<string> clauses) =>
        $"Invalid clause(s) in filter string: {string.Join(", ", clauses)}";

    /// <inheritdoc/>
    public override string BadComparator(FieldRule rule, string comparator) =>
        rule is { Field.Kind: FieldKind.Attribute, Type: FieldType.Integer }
            ? $"Invalid comparator for attribute {rule.Field.Key}: {comparator}"
            : $"Invalid comparator for {KindName(rule.Field.Kind)}: {comparator}";

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

    /// <summary>A text that is compared whole or with patterns.</summary>
    protected static FieldRule Text(string name) =>
        new(new(FieldKind.Attribute, name), FieldType.Text, Comparator.OfTexts);

    /// <summary>A whole number.</summary>
    protected static FieldRule Number(string name) =>
        new(new(FieldKind.Attribute, name), FieldType.Integer, Comparator.OfNumbers);
}
