using Cairn.Contracts.Metrics;

namespace Cairn.Contracts.LoggedModels;

/// <summary>A model that a run logged, or that was logged on its own.</summary>
public sealed record LoggedModel
{
    /// <summary>Identity, state and place.</summary>
    public required LoggedModelInfo Info { get; init; }

    /// <summary>Parameters and metrics.</summary>
    public required LoggedModelData Data { get; init; }
}

/// <summary>Identity, state and place of a logged model. Times are milliseconds since 1970, UTC.</summary>
public sealed record LoggedModelInfo
{
    /// <summary><c>m-</c> and 32 hexadecimal digits.</summary>
    public required string ModelId { get; init; }

    /// <summary>The experiment that it belongs to.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Its name, which others may have too.</summary>
    public required string Name { get; init; }

    /// <summary>When it was created.</summary>
    public long CreationTimestampMs { get; init; }

    /// <summary>When its state last changed.</summary>
    public long LastUpdatedTimestampMs { get; init; }

    /// <summary>Where its files are.</summary>
    public required string ArtifactUri { get; init; }

    /// <summary><c>LOGGED_MODEL_PENDING</c>, <c>LOGGED_MODEL_READY</c> or <c>LOGGED_MODEL_UPLOAD_FAILED</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Its kind, as the client said; empty when unknown.</summary>
    public required string ModelType { get; init; }

    /// <summary>The run that made it; empty when unknown.</summary>
    public required string SourceRunId { get; init; }

    /// <summary>More about the state.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>Tags; absent when there are none.</summary>
    public IReadOnlyList<LoggedModelTag>? Tags { get; init; }
}

/// <summary>What was logged of a model. An empty list is absent.</summary>
public sealed record LoggedModelData
{
    /// <summary>Parameters.</summary>
    public IReadOnlyList<LoggedModelParameter>? Params { get; init; }

    /// <summary>All points of all metrics, with the run and the dataset that they belong to.</summary>
    public IReadOnlyList<Metric>? Metrics { get; init; }
}

/// <summary>A tag of a logged model.</summary>
public sealed record LoggedModelTag
{
    public string? Key { get; set; }

    public string? Value { get; set; }
}

/// <summary>A parameter of a logged model.</summary>
public sealed record LoggedModelParameter
{
    public string? Key { get; set; }

    public string? Value { get; set; }
}
