namespace Cairn.Contracts.Registry;

/// <summary>A registered model. Times are milliseconds since 1970, UTC.</summary>
public sealed record RegisteredModel
{
    /// <summary>Its unique name; case matters.</summary>
    public required string Name { get; init; }

    /// <summary>When it was created.</summary>
    public long? CreationTimestamp { get; init; }

    /// <summary>When it, or the set of its versions, was last changed.</summary>
    public long? LastUpdatedTimestamp { get; init; }

    /// <summary>What it is; absent when empty.</summary>
    public string? Description { get; init; }

    /// <summary>The newest version of each stage; absent when there is none.</summary>
    public IReadOnlyList<ModelVersion>? LatestVersions { get; init; }

    /// <summary>Tags; absent when there are none.</summary>
    public IReadOnlyList<RegistryTag>? Tags { get; init; }

    /// <summary>Names of single versions; absent when there are none.</summary>
    public IReadOnlyList<RegisteredModelAlias>? Aliases { get; init; }
}

/// <summary>A name of one version of a model.</summary>
/// <param name="Alias">The name.</param>
/// <param name="Version">The version's number, as text.</param>
public sealed record RegisteredModelAlias(string Alias, string Version);

/// <summary>A tag of a registered model or of a version.</summary>
public sealed record RegistryTag
{
    /// <summary>At most 250 characters.</summary>
    public string? Key { get; set; }

    /// <summary>At most 100,000 characters.</summary>
    public string? Value { get; set; }
}
