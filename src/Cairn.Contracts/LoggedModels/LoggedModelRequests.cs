using Cairn.Contracts.Json;

namespace Cairn.Contracts.LoggedModels;

/// <summary><c>POST logged-models</c>.</summary>
public sealed class CreateLoggedModelRequest
{
    [RequiredField]
    public string? ExperimentId { get; set; }

    public string? Name { get; set; }

    public string? ModelType { get; set; }

    public string? SourceRunId { get; set; }

    public List<LoggedModelParameter>? Params { get; set; }

    public List<LoggedModelTag>? Tags { get; set; }
}

/// <summary>A logged model alone.</summary>
public sealed record LoggedModelResponse(LoggedModel Model);

/// <summary>A request that names a logged model in its path: get, delete.</summary>
public sealed class LoggedModelRequest
{
    [RequiredField]
    public string? ModelId { get; set; }
}

/// <summary><c>PATCH logged-models/{model_id}</c>.</summary>
public sealed class FinalizeLoggedModelRequest
{
    [RequiredField]
    public string? ModelId { get; set; }

    [RequiredField]
    public LoggedModelStatus? Status { get; set; }
}

/// <summary><c>PATCH logged-models/{model_id}/tags</c>.</summary>
public sealed class SetLoggedModelTagsRequest
{
    [RequiredField]
    public string? ModelId { get; set; }

    public List<LoggedModelTag>? Tags { get; set; }
}

/// <summary><c>DELETE logged-models/{model_id}/tags/{tag_key}</c>.</summary>
public sealed class DeleteLoggedModelTagRequest
{
    [RequiredField]
    public string? ModelId { get; set; }

    [RequiredField]
    public string? TagKey { get; set; }
}

/// <summary><c>POST logged-models/{model_id}/params</c>.</summary>
public sealed class LogLoggedModelParamsRequest
{
    [RequiredField]
    public string? ModelId { get; set; }

    public List<LoggedModelParameter>? Params { get; set; }
}

/// <summary><c>POST logged-models/search</c>.</summary>
public sealed class SearchLoggedModelsRequest
{
    [RequiredField]
    public List<string>? ExperimentIds { get; set; }

    public string? Filter { get; set; }

    public List<LoggedModelDataset>? Datasets { get; set; }

    public int? MaxResults { get; set; }

    public List<LoggedModelOrder>? OrderBy { get; set; }

    public string? PageToken { get; set; }
}

/// <summary>A dataset whose metrics a search looks at.</summary>
public sealed class LoggedModelDataset
{
    public string? DatasetName { get; set; }

    public string? DatasetDigest { get; set; }
}

/// <summary>An order of a search's answers.</summary>
public sealed class LoggedModelOrder
{
    public string? FieldName { get; set; }

    public bool? Ascending { get; set; }

    public string? DatasetName { get; set; }

    public string? DatasetDigest { get; set; }
}

/// <summary>A page of logged models.</summary>
public sealed record SearchLoggedModelsResponse(IReadOnlyList<LoggedModel>? Models, string? NextPageToken);
