namespace Cairn.Core.Search;

/// <summary>The search language of registered models.</summary>
public sealed class RegisteredModelFilterRules : RegistryFilterRules
{
    private static readonly FieldRule _updated = Number("last_updated_timestamp");

    private RegisteredModelFilterRules() { }

    /// <summary>The one instance.</summary>
    public static RegisteredModelFilterRules Instance { get; } = new();

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, FieldRule> Attributes { get; } =
        new Dictionary<string, FieldRule>(StringComparer.Ordinal) { ["name"] = Text("name") };

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, FieldRule> OrderAttributes { get; } =
        new Dictionary<string, FieldRule>(StringComparer.Ordinal)
        {
            ["name"] = Text("name"),
            ["last_updated_timestamp"] = _updated,
            ["timestamp"] = _updated,
        };

    /// <inheritdoc/>
    protected override string BadOrderAttribute(string key, IEnumerable<string> valid) =>
        $"Invalid order by key '{key}' specified. Valid keys are '{Names(valid)}'";

    /// <inheritdoc/>
    protected override string BadOrderKind(FieldKind kind, string name) =>
        BadOrderAttribute(name, OrderAttributes.Keys);
}
