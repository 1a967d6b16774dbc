namespace Cairn.Contracts.Experiments;

/// <summary>An experiment. Times are milliseconds since 1970, UTC.</summary>
public sealed record Experiment
{
    /// <summary>A decimal number, as text.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Unique among all experiments, deleted ones included.</summary>
    public required string Name { get; init; }

    /// <summary>Where the artifacts of its runs go.</summary>
    public string? ArtifactLocation { get; init; }

    /// <summary><c>active</c> or <c>deleted</c>.</summary>
    public required string LifecycleStage { get; init; }

    /// <summary>When it was last changed.</summary>
    public long? LastUpdateTime { get; init; }

    /// <summary>When it was created.</summary>
    public long? CreationTime { get; init; }

    /// <summary>Tags; absent when there are none.</summary>
    public IReadOnlyList<ExperimentTag>? Tags { get; init; }
}

/// <summary>A tag of an experiment.</summary>
public sealed record ExperimentTag
{
    /// <summary>At most 250 characters.</summary>
    public string? Key { get; set; }

    /// <summary>At most 5,000 characters.</summary>
    public string? Value { get; set; }
}
