namespace Cairn.Contracts.Registry;

/// <summary>A version of a registered model. Times are milliseconds since 1970, UTC.</summary>
public sealed record ModelVersion
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The number, as text.</summary>
    public required string Version { get; init; }

    /// <summary>When it was created.</summary>
    public long? CreationTimestamp { get; init; }

    /// <summary>When it was last changed.</summary>
    public long? LastUpdatedTimestamp { get; init; }

    /// <summary>Who created it.</summary>
    public string? UserId { get; init; }

    /// <summary><c>None</c>, <c>Staging</c>, <c>Production</c> or <c>Archived</c>.</summary>
    public string? CurrentStage { get; init; }

    /// <summary>What it is.</summary>
    public string? Description { get; init; }

    /// <summary>Where it came from, as the client said.</summary>
    public string? Source { get; init; }

    /// <summary>The run that made it; empty when unknown.</summary>
    public string? RunId { get; init; }

    /// <summary><c>READY</c>, <c>PENDING_REGISTRATION</c> or <c>FAILED_REGISTRATION</c>.</summary>
    public string? Status { get; init; }

    /// <summary>More about the status.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>Tags; absent when there are none.</summary>
    public IReadOnlyList<RegistryTag>? Tags { get; init; }

    /// <summary>A link to the run, where it is on another server.</summary>
    public string? RunLink { get; init; }

    /// <summary>The version's aliases, where a single version is asked for; absent when there are none.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }
}
