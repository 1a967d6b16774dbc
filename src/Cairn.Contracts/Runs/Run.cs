using Cairn.Contracts.Metrics;

namespace Cairn.Contracts.Runs;

/// <summary>A run as the wire shows it.</summary>
public sealed record Run
{
    /// <summary>Identity, state and place.</summary>
    public required RunInfo Info { get; init; }

    /// <summary>Latest metrics, parameters and tags.</summary>
    public required RunData Data { get; init; }

    /// <summary>Datasets and models that the run consumed.</summary>
    public RunInputs? Inputs { get; init; }

    /// <summary>Models that the run produced; absent in the answer to a creation.</summary>
    public RunOutputs? Outputs { get; init; }
}

/// <summary>Identity, state and place of a run. Times are milliseconds since 1970, UTC.</summary>
public sealed record RunInfo
{
    /// <summary>The id under its older name.</summary>
    public string RunUuid => RunId;

    /// <summary>The experiment that the run belongs to.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>The run's name, also kept in the tag <c>mlflow.runName</c>.</summary>
    public string? RunName { get; init; }

    /// <summary>Who started it, as the client said.</summary>
    public string? UserId { get; init; }

    /// <summary>RUNNING, SCHEDULED, FINISHED, FAILED or KILLED.</summary>
    public required string Status { get; init; }

    /// <summary>When it started.</summary>
    public long? StartTime { get; init; }

    /// <summary>When it ended.</summary>
    public long? EndTime { get; init; }

    /// <summary>Where its artifacts are.</summary>
    public string? ArtifactUri { get; init; }

    /// <summary><c>active</c> or <c>deleted</c>.</summary>
    public required string LifecycleStage { get; init; }

    /// <summary>32 hexadecimal digits.</summary>
    public required string RunId { get; init; }
}

/// <summary>What was logged in a run. An empty list is absent.</summary>
public sealed record RunData
{
    /// <summary>The latest value of each metric.</summary>
    public IReadOnlyList<Metric>? Metrics { get; init; }

    /// <summary>Parameters.</summary>
    public IReadOnlyList<Param>? Params { get; init; }

    /// <summary>Tags.</summary>
    public IReadOnlyList<RunTag>? Tags { get; init; }
}

/// <summary>What a run consumed.</summary>
public sealed record RunInputs
{
    /// <summary>Datasets, with the tags of their use.</summary>
    public IReadOnlyList<DatasetInput>? DatasetInputs { get; init; }

    /// <summary>Logged models.</summary>
    public IReadOnlyList<ModelInput>? ModelInputs { get; init; }
}

/// <summary>What a run produced.</summary>
public sealed record RunOutputs
{
    /// <summary>Logged models.</summary>
    public IReadOnlyList<ModelOutput>? ModelOutputs { get; init; }
}

/// <summary>A parameter: written once, compared as text.</summary>
public sealed record Param
{
    /// <summary>At most 250 characters.</summary>
    public string? Key { get; set; }

    /// <summary>At most 6,000 characters.</summary>
    public string? Value { get; set; }
}

/// <summary>A tag of a run.</summary>
public sealed record RunTag
{
    /// <summary>At most 250 characters.</summary>
    public string? Key { get; set; }

    /// <summary>At most 8,000 characters.</summary>
    public string? Value { get; set; }
}

/// <summary>A dataset and how a run used it.</summary>
public sealed record DatasetInput
{
    /// <summary>Tags of the use, such as <c>mlflow.data.context</c>.</summary>
    public List<InputTag>? Tags { get; set; }

    /// <summary>The dataset.</summary>
    public Dataset? Dataset { get; set; }
}

/// <summary>A tag of a dataset's use.</summary>
public sealed record InputTag
{
    /// <summary>At most 255 characters.</summary>
    public string? Key { get; set; }

    /// <summary>At most 500 characters.</summary>
    public string? Value { get; set; }
}

/// <summary>A dataset, identified within its experiment by name and digest.</summary>
public sealed record Dataset
{
    /// <summary>At most 500 characters.</summary>
    public string? Name { get; set; }

    /// <summary>At most 36 characters.</summary>
    public string? Digest { get; set; }

    /// <summary>Kind of source, such as <c>local</c>.</summary>
    public string? SourceType { get; set; }

    /// <summary>Source, usually JSON.</summary>
    public string? Source { get; set; }

    /// <summary>Schema, usually JSON.</summary>
    public string? Schema { get; set; }

    /// <summary>Profile, usually JSON.</summary>
    public string? Profile { get; set; }
}

/// <summary>A logged model that a run consumed.</summary>
public sealed record ModelInput
{
    /// <summary><c>m-</c> and 32 hexadecimal digits.</summary>
    public string? ModelId { get; set; }
}

/// <summary>A logged model that a run produced.</summary>
public sealed record ModelOutput
{
    /// <summary><c>m-</c> and 32 hexadecimal digits.</summary>
    public string? ModelId { get; set; }

    /// <summary>The training step at which it was produced.</summary>
    public long? Step { get; set; }
}
