using Cairn.Contracts.Json;

namespace Cairn.Contracts.Registry;

/// <summary><c>POST model-versions/create</c>.</summary>
public sealed class CreateModelVersionRequest
{
    [RequiredField]
    public string? Name { get; set; }

    [RequiredField]
    public string? Source { get; set; }

    public string? RunId { get; set; }

    public List<RegistryTag>? Tags { get; set; }

    public string? RunLink { get; set; }

    public string? Description { get; set; }

    public string? ModelId { get; set; }
}

/// <summary>A version alone.</summary>
public sealed record ModelVersionResponse(ModelVersion ModelVersion);

/// <summary>A request that names a version: get, delete.</summary>
public sealed class ModelVersionRequest
{
    [RequiredField]
    public string? Name { get; set; }

    [RequiredField]
    public string? Version { get; set; }
}

/// <summary><c>PATCH model-versions/update</c>.</summary>
public sealed class UpdateModelVersionRequest
{
    [RequiredField]
    public string? Name { get; set; }

    [RequiredField]
    public string? Version { get; set; }

    public string? Description { get; set; }
}

/// <summary><c>POST model-versions/transition-stage</c>.</summary>
public sealed class TransitionModelVersionStageRequest
{
    [RequiredField]
    public string? Name { get; set; }

    [RequiredField]
    public string? Version { get; set; }

    [RequiredField]
    public string? Stage { get; set; }

    public bool? ArchiveExistingVersions { get; set; }
}

/// <summary><c>GET model-versions/search</c>.</summary>
public sealed class SearchModelVersionsRequest
{
    public string? Filter { get; set; }

    public long? MaxResults { get; set; }

    public List<string>? OrderBy { get; set; }

    public string? PageToken { get; set; }
}

/// <summary>A page of versions.</summary>
public sealed record SearchModelVersionsResponse(IReadOnlyList<ModelVersion>? ModelVersions, string? NextPageToken);

/// <summary><c>GET model-versions/get-download-uri</c>, which tells what is missing in its own words.</summary>
public sealed class GetModelVersionDownloadUriRequest
{
    public string? Name { get; set; }

    public string? Version { get; set; }
}

/// <summary>Where a version's files are.</summary>
public sealed record GetModelVersionDownloadUriResponse(string ArtifactUri);

/// <summary><c>POST model-versions/set-tag</c>.</summary>
public sealed class SetModelVersionTagRequest
{
    [RequiredField]
    public string? Name { get; set; }

    [RequiredField]
    public string? Version { get; set; }

    [RequiredField]
    public string? Key { get; set; }

    public string? Value { get; set; }
}

/// <summary><c>DELETE model-versions/delete-tag</c>.</summary>
public sealed class DeleteModelVersionTagRequest
{
    [RequiredField]
    public string? Name { get; set; }

    [RequiredField]
    public string? Version { get; set; }

    [RequiredField]
    public string? Key { get; set; }
}
