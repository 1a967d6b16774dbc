using System.Text.Json.Serialization;
using Cairn.Contracts.Json;
using Cairn.Contracts.Runs;

namespace Cairn.Contracts.Experiments;

/// <summary><c>POST experiments/create</c>.</summary>
public sealed class CreateExperimentRequest
{
    [RequiredField]
    public string? Name { get; set; }

    public string? ArtifactLocation { get; set; }

    public List<ExperimentTag>? Tags { get; set; }
}

/// <summary>The id of a new experiment.</summary>
public sealed record CreateExperimentResponse(string ExperimentId);

/// <summary>A request that names an experiment: get, delete, restore.</summary>
public sealed class ExperimentRequest
{
    [RequiredField]
    public string? ExperimentId { get; set; }
}

/// <summary><c>GET experiments/get-by-name</c>.</summary>
public sealed class GetExperimentByNameRequest
{
    [RequiredField]
    public string? ExperimentName { get; set; }
}

/// <summary>The experiment of an answer.</summary>
public sealed record ExperimentResponse(Experiment Experiment);

/// <summary><c>POST experiments/update</c>.</summary>
public sealed class UpdateExperimentRequest
{
    [RequiredField]
    public string? ExperimentId { get; set; }

    [RequiredField]
    public string? NewName { get; set; }
}

/// <summary><c>POST experiments/set-experiment-tag</c>.</summary>
public sealed class SetExperimentTagRequest
{
    [RequiredField]
    public string? ExperimentId { get; set; }

    [RequiredField]
    public string? Key { get; set; }

    public string? Value { get; set; }
}

/// <summary><c>POST experiments/delete-experiment-tag</c>.</summary>
public sealed class DeleteExperimentTagRequest
{
    [RequiredField]
    public string? ExperimentId { get; set; }

    [RequiredField]
    public string? Key { get; set; }
}

/// <summary><c>POST</c> and <c>GET experiments/search</c>.</summary>
public sealed class SearchExperimentsRequest
{
    [JsonConverter(typeof(FractionIsAbsentConverter))]
    public long? MaxResults { get; set; }

    public string? PageToken { get; set; }

    public string? Filter { get; set; }

    public List<string>? OrderBy { get; set; }

    public ViewType? ViewType { get; set; }
}

/// <summary>A page of experiments.</summary>
public sealed record SearchExperimentsResponse
{
    public IReadOnlyList<Experiment>? Experiments { get; init; }

    public string? NextPageToken { get; init; }
}

/// <summary><c>POST experiments/search-datasets</c>.</summary>
public sealed class SearchDatasetsRequest
{
    [JsonConverter(typeof(TextIsNoListConverter))]
    public List<string>? ExperimentIds { get; set; }
}

/// <summary>One dataset of an experiment and the context of its use.</summary>
public sealed record DatasetSummary(string ExperimentId, string Name, string Digest, string? Context);

/// <summary>Datasets of the asked experiments.</summary>
public sealed record SearchDatasetsResponse(IReadOnlyList<DatasetSummary>? DatasetSummaries);
