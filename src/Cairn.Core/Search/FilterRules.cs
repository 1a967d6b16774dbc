namespace Cairn.Core.Search;

/// <summary>What may be said of a field.</summary>
/// <param name="Field">The field, aliases resolved.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Comparators">What it may be compared with.</param>
public sealed record FieldRule(FilterField Field, FieldType Type, Comparator Comparators);

/// <summary>
/// The search language of one entity: which fields there are, what they may be compared with, and how MLflow words its
/// refusals,
/// which differs from entity to entity. One subclass per entity, mostly tables.
/// </summary>
public abstract class FilterRules
{
    /// <summary>The kind of field that a prefix (<c>metrics.</c>) stands for.</summary>
    protected abstract IReadOnlyDictionary<string, FieldKind> Prefixes { get; }

    /// <summary>The rule of each attribute, by all of its names.</summary>
    protected abstract IReadOnlyDictionary<string, FieldRule> Attributes { get; }

    /// <summary>The attributes to order by, by all of their names.</summary>
    protected abstract IReadOnlyDictionary<string, FieldRule> OrderAttributes { get; }

    /// <summary>The field that a name in a filter means: <c>prefix.key</c>, or an attribute's name alone.</summary>
    /// <exception cref="Errors.CairnException">INVALID_PARAMETER_VALUE when there is none.</exception>
    public FieldRule FilterField(string name) => Resolve(name, Attributes, BadAttribute);

    /// <summary>The field that a name in an order clause means.</summary>
    /// <exception cref="Errors.CairnException">INVALID_PARAMETER_VALUE when there is none.</exception>
    public FieldRule OrderField(string name)
    {
        var rule = Resolve(name, OrderAttributes, BadOrderAttribute);
        return CanOrderBy(rule.Field.Kind)
            ? rule
            : throw Errors.CairnException.Invalid(BadOrderKind(rule.Field.Kind, name));
    }

    /// <summary>The rule of a field that is no attribute.</summary>
    protected abstract FieldRule OpenField(FieldKind kind, string key);

    /// <summary>Whether an order clause may name such a field.</summary>
    protected abstract bool CanOrderBy(FieldKind kind);

    /// <summary>The message for parts of a filter that belong to no comparison.</summary>
    public abstract string StrayClauses(string filter, IReadOnlyList<string> clauses);

    /// <summary>The message for a comparator that the field does not take.</summary>
    public abstract string BadComparator(FieldRule rule, string comparator);

    /// <summary>The message for IS NULL on a field that is always there.</summary>
    public abstract string NullRefused(FieldKind kind, string key);

    /// <summary>The message for a prefix that is none.</summary>
    protected abstract string BadPrefix(string prefix);

    /// <summary>The message for an order clause on a kind of field that cannot be ordered by.</summary>
    protected virtual string BadOrderKind(FieldKind kind, string name) => $"Invalid order_by entity: {KindName(kind)}";

    /// <summary>The message for an attribute that is none.</summary>
    protected virtual string BadAttribute(string key, IEnumerable<string> valid) =>
        $"Invalid attribute key '{key}' specified. Valid keys are '{Names(valid)}'";

    /// <summary>The message for an attribute to order by that is none.</summary>
    protected virtual string BadOrderAttribute(string key, IEnumerable<string> valid) => BadAttribute(key, valid);

    /// <summary>
    /// Whether a comparator that the field does not take is told before what is wrong with the value.
    /// </summary>
    public virtual bool ComparatorFirst => false;

    /// <summary>The message for a value that should have been a number.</summary>
    public virtual string NumberExpected(FieldKind kind, string key, string found) =>
        kind == FieldKind.Metric
            ? $"Expected numeric value type for metric. Found {found}"
            : $"Expected numeric value type for numeric attribute: {key}. Found {found}";

    /// <summary>The message for a value that should have been a text.</summary>
    public virtual string TextExpected(FieldKind kind, string found) =>
        kind switch
        {
            FieldKind.Attribute => $"Expected a quoted string value for attributes. Got value {found}",
            FieldKind.Dataset => $"Expected a quoted string value for dataset attributes. Got value {found}",
            _ => $"Expected a quoted string value for {KindName(kind)} (e.g. 'my-value'). Got value {found}",
        };

    /// <summary>The message for a list where the field takes none.</summary>
    public virtual string ListRefused(FieldKind kind, string found) =>
        kind == FieldKind.Attribute
            ? "Only the 'run_id' attribute supports comparison with a list of quoted string values."
            : TextExpected(kind, found);

    /// <summary>The name of a kind in messages.</summary>
    public static string KindName(FieldKind kind) =>
        kind switch
        {
            FieldKind.Attribute => "attribute",
            FieldKind.Metric => "metric",
            FieldKind.Param => "parameter",
            FieldKind.Tag => "tag",
            _ => "dataset",
        };

    /// <summary>The key of a name: what follows the first dot, without its quotes.</summary>
    public static string KeyOf(string name) => Unquote(name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]);

    /// <summary>The comparators of a set, as messages list them.</summary>
    protected static string Names(Comparator set) =>
        Names(
            Enum.GetValues<Comparator>()
                .Where(c => int.PopCount((int)c) == 1 && set.HasFlag(c))
                .Select(ComparatorNames.Of)
        );

    /// <summary>Names, as messages list them.</summary>
    protected static string Names(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));

    private FieldRule Resolve(
        string name,
        IReadOnlyDictionary<string, FieldRule> attributes,
        Func<string, IEnumerable<string>, string> bad
    )
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var kind = FieldKind.Attribute;
        if (dot >= 0)
        {
            var prefix = name[..dot];
            if (prefix.Length >= 2 && prefix[0] == '`' && prefix[^1] == '`')
            {
                prefix = prefix[1..^1];
            }

            if (!Prefixes.TryGetValue(prefix, out kind))
            {
                throw Errors.CairnException.Invalid(BadPrefix(prefix));
            }
        }

        var key = KeyOf(name);
        return kind != FieldKind.Attribute ? OpenField(kind, key)
            : attributes.TryGetValue(key, out var rule) ? rule
            : throw Errors.CairnException.Invalid(bad(key, attributes.Keys));
    }

    private static string Unquote(string key) =>
        key.Length >= 2 && key[0] == key[^1] && key[0] is '\'' or '"' or '`' ? key[1..^1] : key;
}
