namespace Cairn.Core.Search;

/// <summary>The search language of model versions.</summary>
public sealed class ModelVersionFilterRules : RegistryFilterRules
{
    private static readonly FieldRule _name = Text("name"),
        _number = Number("version_number");

    private ModelVersionFilterRules() { }

    /// <summary>The one instance.</summary>
    public static ModelVersionFilterRules Instance { get; } = new();

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, FieldRule> Attributes { get; } =
        new Dictionary<string, FieldRule>(StringComparer.Ordinal)
        {
            ["name"] = _name,
            ["version_number"] = _number,
            ["run_id"] = Text("run_id") with { Comparators = Comparator.OfTexts | Comparator.OfLists },
            ["source_path"] = Text("source_path"),
        };

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, FieldRule> OrderAttributes { get; } =
        new Dictionary<string, FieldRule>(StringComparer.Ordinal)
        {
            ["name"] = _name,
            ["version_number"] = _number,
            ["creation_timestamp"] = Number("creation_timestamp"),
            ["last_updated_timestamp"] = Number("last_updated_timestamp"),
        };

    /// <inheritdoc/>
    protected override string BadOrderKind(FieldKind kind, string name) => BadAttribute(name, OrderAttributes.Keys);
}
