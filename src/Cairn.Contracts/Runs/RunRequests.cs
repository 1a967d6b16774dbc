using System.Text.Json.Serialization;
using Cairn.Contracts.Json;
using Cairn.Contracts.Metrics;

namespace Cairn.Contracts.Runs;

/// <summary><c>POST runs/create</c>.</summary>
public sealed class CreateRunRequest
{
    [RequiredField]
    public string? ExperimentId { get; set; }

    public string? UserId { get; set; }

    public string? RunName { get; set; }

    [JsonConverter(typeof(FractionIsAbsentConverter))]
    public long? StartTime { get; set; }

    public List<RunTag>? Tags { get; set; }
}

/// <summary>The run of an answer.</summary>
public sealed record RunResponse(Run Run);

/// <summary>A request that names a run, under its id or the id's older name.</summary>
public abstract class RunRequest
{
    [RequiredField(or: "run_uuid")]
    public string? RunId { get; set; }

    public string? RunUuid { get; set; }

    /// <summary>The id, by whichever name it was sent; empty text counts as absent.</summary>
    [JsonIgnore]
    public string? Id => string.IsNullOrEmpty(RunId) ? RunUuid : RunId;
}

/// <summary><c>GET runs/get</c>.</summary>
public sealed class GetRunRequest : RunRequest;

/// <summary><c>POST runs/update</c>.</summary>
public sealed class UpdateRunRequest : RunRequest
{
    public RunStatus? Status { get; set; }

    public long? EndTime { get; set; }

    public string? RunName { get; set; }
}

/// <summary>The answer to <c>runs/update</c>.</summary>
public sealed record UpdateRunResponse(RunInfo RunInfo);

/// <summary><c>POST runs/delete</c> and <c>runs/restore</c>.</summary>
public sealed class RunLifecycleRequest : RunRequest;

/// <summary><c>POST runs/log-parameter</c>.</summary>
public sealed class LogParamRequest : RunRequest
{
    [RequiredField]
    public string? Key { get; set; }

    public string? Value { get; set; }
}

/// <summary><c>POST runs/set-tag</c>.</summary>
public sealed class SetRunTagRequest : RunRequest
{
    [RequiredField]
    public string? Key { get; set; }

    public string? Value { get; set; }
}

/// <summary><c>POST runs/delete-tag</c>.</summary>
public sealed class DeleteRunTagRequest
{
    [RequiredField]
    public string? RunId { get; set; }

    [RequiredField]
    public string? Key { get; set; }
}

/// <summary><c>POST runs/log-metric</c>.</summary>
public sealed class LogMetricRequest : RunRequest
{
    [RequiredField]
    public string? Key { get; set; }

    [RequiredField]
    public double? Value { get; set; }

    [RequiredField]
    public long? Timestamp { get; set; }

    public long? Step { get; set; }

    public string? ModelId { get; set; }

    public string? DatasetName { get; set; }

    public string? DatasetDigest { get; set; }
}

/// <summary><c>POST runs/log-batch</c>.</summary>
public sealed class LogBatchRequest : RunRequest
{
    public List<MetricInput>? Metrics { get; set; }

    public List<Param>? Params { get; set; }

    public List<RunTag>? Tags { get; set; }
}

/// <summary><c>POST runs/log-model</c>.</summary>
public sealed class LogModelRequest
{
    [RequiredField]
    public string? RunId { get; set; }

    [RequiredField]
    public string? ModelJson { get; set; }
}

/// <summary><c>POST runs/log-inputs</c>.</summary>
public sealed class LogInputsRequest
{
    [RequiredField]
    public string? RunId { get; set; }

    public List<DatasetInput>? Datasets { get; set; }

    public List<ModelInput>? Models { get; set; }
}

/// <summary><c>POST runs/outputs</c>.</summary>
public sealed class LogOutputsRequest
{
    [RequiredField]
    public string? RunId { get; set; }

    [RequiredField]
    public List<ModelOutput>? Models { get; set; }
}

/// <summary><c>POST runs/search</c>.</summary>
public sealed class SearchRunsRequest
{
    public List<string>? ExperimentIds { get; set; }

    public string? Filter { get; set; }

    public ViewType? RunViewType { get; set; }

    public int? MaxResults { get; set; }

    public List<string>? OrderBy { get; set; }

    public string? PageToken { get; set; }
}

/// <summary>A page of runs.</summary>
public record SearchRunsResponse
{
    public IReadOnlyList<Run>? Runs { get; init; }

    public string? NextPageToken { get; init; }
}
