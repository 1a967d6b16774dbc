namespace Cairn.Core.Search;

/// <summary>The search language of runs.</summary>
public sealed class RunFilterRules : FilterRules
{
    private const Comparator TextOrList = Comparator.OfTexts | Comparator.OfLists;
    private static readonly FieldRule _startTime = Number("start_time"),
        _runName = Text("run_name");

    private static readonly Dictionary<string, FieldRule> _attributes = new(StringComparer.Ordinal)
    {
        ["run_id"] = Text("run_id") with { Comparators = TextOrList },
        ["run_name"] = _runName,
        ["run name"] = _runName,
        ["Run name"] = _runName,
        ["Run Name"] = _runName,
        ["user_id"] = Text("user_id"),
        ["status"] = Text("status"),
        ["artifact_uri"] = Text("artifact_uri"),
        ["start_time"] = _startTime,
        ["created"] = _startTime,
        ["Created"] = _startTime,
        ["end_time"] = Number("end_time"),
    };

    private static readonly Dictionary<string, FieldRule> _orderAttributes = _attributes
        .Where(pair => !pair.Key.Equals("run name", StringComparison.OrdinalIgnoreCase))
        .ToDictionary(StringComparer.Ordinal);

    private static readonly string[] _datasetKeys = ["context", "digest", "name"];

    private RunFilterRules() { }

    /// <summary>The one instance.</summary>
    public static RunFilterRules Instance { get; } = new();

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, FieldKind> Prefixes { get; } =
        new Dictionary<string, FieldKind>(StringComparer.Ordinal)
        {
            ["metric"] = FieldKind.Metric,
            ["metrics"] = FieldKind.Metric,
            ["parameter"] = FieldKind.Param,
            ["parameters"] = FieldKind.Param,
            ["param"] = FieldKind.Param,
            ["params"] = FieldKind.Param,
            ["tag"] = FieldKind.Tag,
            ["tags"] = FieldKind.Tag,
            ["attribute"] = FieldKind.Attribute,
            ["attributes"] = FieldKind.Attribute,
            ["attr"] = FieldKind.Attribute,
            ["run"] = FieldKind.Attribute,
            ["dataset"] = FieldKind.Dataset,
            ["datasets"] = FieldKind.Dataset,
        };

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, FieldRule> Attributes => _attributes;

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, FieldRule> OrderAttributes => _orderAttributes;

    /// <inheritdoc/>
    public override string StrayClauses(string filter, IReadOnlyList<string> clauses) =>
        $"Invalid clause(s) in filter string: {string.Join(", ", clauses.Select(c => $"'{c}'"))}";

    /// <inheritdoc/>
    public override string BadComparator(FieldRule rule, string comparator) =>
        $"Invalid comparator '{comparator}' not one of '{Names(rule.Comparators & ~Comparator.OfPresence)}'";

    /// <inheritdoc/>
    public override string NullRefused(FieldKind kind, string key) =>
        $"IS NULL / IS NOT NULL is only supported for tags and params, not for '{KindName(kind)}' '{key}'";

    /// <inheritdoc/>
    protected override FieldRule OpenField(FieldKind kind, string key) =>
        kind switch
        {
            FieldKind.Metric => new(new(kind, key), FieldType.Double, Comparator.OfNumbers),
            FieldKind.Dataset when !_datasetKeys.Contains(key) => throw Errors.CairnException.Invalid(
                $"Invalid dataset key '{key}' specified. Valid keys are '{Names(_datasetKeys)}'"
            ),
            FieldKind.Dataset => new(new(kind, key), FieldType.Text, TextOrList),
            _ => new(new(kind, key), FieldType.Text, Comparator.OfTexts | Comparator.OfPresence),
        };

    /// <inheritdoc/>
    protected override bool CanOrderBy(FieldKind kind) => kind != FieldKind.Dataset;

    /// <inheritdoc/>
    protected override string BadPrefix(string prefix) =>
        $"Invalid entity type '{prefix}'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']";

    private static FieldRule Text(string name) =>
        new(new(FieldKind.Attribute, name), FieldType.Text, Comparator.OfTexts);

    private static FieldRule Number(string name) =>
        new(new(FieldKind.Attribute, name), FieldType.Integer, Comparator.OfNumbers);
}
