namespace Cairn.Server.Registry;

/// <summary>What the model registry accepts.</summary>
public sealed record RegistryOptions
{
    /// <summary>The regular expression that the source of a new model version must match; null for none.</summary>
    public string? ModelVersionSourceRegex { get; init; }
}
