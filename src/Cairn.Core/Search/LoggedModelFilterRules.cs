namespace Cairn.Core.Search;

/// <summary>
/// The search language of logged models. MLflow reads it with a parser of its own, whose messages these are.
/// </summary>
public sealed class LoggedModelFilterRules : FilterRules
{
    private const Comparator TextOrList = Comparator.OfTexts | Comparator.OfLists;

    private static readonly FieldRule _created = Number("creation_timestamp"),
        _updated = Number("last_updated_timestamp");

    private static readonly Dictionary<string, FieldRule> _attributes = new(StringComparer.Ordinal)
    {
        ["model_id"] = Text("model_id"),
        ["name"] = Text("name"),
        ["model_type"] = Text("model_type"),
        ["source_run_id"] = Text("source_run_id"),
        ["status"] = Text("status"),
        ["creation_timestamp"] = _created,
        ["creation_timestamp_ms"] = _created,
        ["creation_time"] = _created,
        ["last_updated_timestamp"] = _updated,
        ["last_updated_timestamp_ms"] = _updated,
        ["last_updated_time"] = _updated,
    };

    private LoggedModelFilterRules() { }

    /// <summary>The one instance.</summary>
    public static LoggedModelFilterRules Instance { get; } = new();

    /// <inheritdoc/>
    public override bool ComparatorFirst => true;

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, FieldKind> Prefixes { get; } =
        new Dictionary<string, FieldKind>(StringComparer.Ordinal)
        {
            ["attribute"] = FieldKind.Attribute,
            ["attributes"] = FieldKind.Attribute,
            ["metric"] = FieldKind.Metric,
            ["metrics"] = FieldKind.Metric,
            ["param"] = FieldKind.Param,
            ["params"] = FieldKind.Param,
            ["tag"] = FieldKind.Tag,
            ["tags"] = FieldKind.Tag,
        };

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, FieldRule> Attributes => _attributes;

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, FieldRule> OrderAttributes => _attributes;

    /// <inheritdoc/>
    public override string StrayClauses(string filter, IReadOnlyList<string> clauses) =>
        $"Invalid filter string: {PythonText.Repr(filter)}. Expected a list of comparisons separated by 'AND' "
        + "(e.g. 'metrics.loss > 0.1 AND params.lr = 0.01').";

    /// <inheritdoc/>
    public override string BadComparator(FieldRule rule, string comparator) =>
        $"Invalid comparison operator for {Prefix(rule.Field.Kind)}.{rule.Field.Key}: '{comparator}'. "
        + "Expected one of ('=', '!=', 'LIKE', 'ILIKE', 'IN', 'NOT IN').";

    /// <inheritdoc/>
    public override string NullRefused(FieldKind kind, string key) =>
        BadComparator(new(new(kind, key), FieldType.Text, TextOrList), "IS");

    /// <inheritdoc/>
    public override string ListRefused(FieldKind kind, string found) =>
        $"A list of values cannot be compared here: {found}";

    /// <inheritdoc/>
    protected override FieldRule OpenField(FieldKind kind, string key) =>
        kind == FieldKind.Metric
            ? new(new(kind, key), FieldType.Double, Comparator.OfNumbers)
            : new(new(kind, key), FieldType.Text, TextOrList);

    /// <inheritdoc/>
    protected override bool CanOrderBy(FieldKind kind) => kind is FieldKind.Attribute or FieldKind.Metric;

    /// <inheritdoc/>
    protected override string BadPrefix(string prefix) =>
        $"Invalid entity type: '{prefix}'. Expected one of ['attributes', 'metrics', 'params', 'tags'].";

    /// <summary>The field that an order names: a metric, or an attribute without prefix.</summary>
    /// <exception cref="Errors.CairnException">INVALID_PARAMETER_VALUE when there is none.</exception>
    public static FieldRule OrderedBy(string? name)
    {
        name ??= "";
        if (name.StartsWith("metrics.", StringComparison.Ordinal))
        {
            return new(new(FieldKind.Metric, KeyOf(name)), FieldType.Double, Comparator.OfNumbers);
        }

        return _attributes.TryGetValue(name, out var rule)
            ? rule
            : throw Errors.CairnException.Invalid(
                $"Invalid order by field name: {name}"
                    + (name.Contains('.', StringComparison.Ordinal) ? ". Only metrics are supported." : "")
            );
    }

    private static string Prefix(FieldKind kind) =>
        kind switch
        {
            FieldKind.Attribute => "attributes",
            FieldKind.Metric => "metrics",
            FieldKind.Param => "params",
            _ => "tags",
        };

    private static FieldRule Text(string name) => new(new(FieldKind.Attribute, name), FieldType.Text, TextOrList);

    private static FieldRule Number(string name) =>
        new(new(FieldKind.Attribute, name), FieldType.Integer, Comparator.OfNumbers);
}
