namespace Cairn.Contracts.Json;

/// <summary>A field without which a request is refused: it must be there and not be empty text.</summary>
/// <param name="or">Another field, by its wire name, that may stand in for it.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RequiredFieldAttribute(string? or = null) : Attribute
{
    /// <summary>Another field, by its wire name, that may stand in for it.</summary>
    public string? Or { get; } = or;
}
