namespace Cairn.Core.Access;

/// <summary>What a caller may see. Searches and bulk reads make it part of their SQL statement.</summary>
/// <param name="Experiments">Experiments by id, with their runs, logged models and traces.</param>
/// <param name="RegisteredModels">Registered models and prompts by name.</param>
public sealed record Visibility(VisibleSet Experiments, VisibleSet RegisteredModels)
{
    /// <summary>Sees everything.</summary>
    public static Visibility Everything { get; } = new(VisibleSet.Everything, VisibleSet.Everything);
}

/// <summary>The visible part of one kind of resource: a default and the exceptions from it.</summary>
/// <param name="Default">Whether a resource is visible that <paramref name="Except"/> does not name.</param>
/// <param name="Except">The ids or names for which the opposite holds.</param>
public sealed record VisibleSet(bool Default, IReadOnlySet<string> Except)
{
    /// <summary>Everything.</summary>
    public static VisibleSet Everything { get; } = new(true, new HashSet<string>());

    /// <summary>Whether everything is visible.</summary>
    public bool IsEverything => Default && Except.Count == 0;

    /// <summary>Whether the resource of this id is visible.</summary>
    public bool Contains(string id) => Default != Except.Contains(id);
}
