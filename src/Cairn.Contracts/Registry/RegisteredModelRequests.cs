using Cairn.Contracts.Json;

namespace Cairn.Contracts.Registry;

/// <summary><c>POST registered-models/create</c>.</summary>
public sealed class CreateRegisteredModelRequest
{
    [RequiredField]
    public string? Name { get; set; }

    public List<RegistryTag>? Tags { get; set; }

    public string? Description { get; set; }
}

/// <summary>A registered model alone.</summary>
public sealed record RegisteredModelResponse(RegisteredModel RegisteredModel);

/// <summary>A request that names a model: get, delete.</summary>
public sealed class RegisteredModelRequest
{
    [RequiredField]
    public string? Name { get; set; }
}

/// <summary><c>POST registered-models/rename</c>.</summary>
public sealed class RenameRegisteredModelRequest
{
    [RequiredField]
    public string? Name { get; set; }

    [RequiredField]
    public string? NewName { get; set; }
}

/// <summary><c>PATCH registered-models/update</c>.</summary>
public sealed class UpdateRegisteredModelRequest
{
    [RequiredField]
    public string? Name { get; set; }

    public string? Description { get; set; }
}

/// <summary><c>GET registered-models/search</c>.</summary>
public sealed class SearchRegisteredModelsRequest
{
    public string? Filter { get; set; }

    public long? MaxResults { get; set; }

    public List<string>? OrderBy { get; set; }

    public string? PageToken { get; set; }
}

/// <summary>A page of registered models.</summary>
public sealed record SearchRegisteredModelsResponse(
    IReadOnlyList<RegisteredModel>? RegisteredModels,
    string? NextPageToken
);

/// <summary><c>registered-models/get-latest-versions</c>.</summary>
public sealed class GetLatestVersionsRequest
{
    [RequiredField]
    public string? Name { get; set; }

    public List<string>? Stages { get; set; }
}

/// <summary>The newest version of each stage.</summary>
public sealed record GetLatestVersionsResponse(IReadOnlyList<ModelVersion>? ModelVersions);

/// <summary><c>POST registered-models/set-tag</c>.</summary>
public sealed class SetRegisteredModelTagRequest
{
    [RequiredField]
    public string? Name { get; set; }

    [RequiredField]
    public string? Key { get; set; }

    public string? Value { get; set; }
}

/// <summary><c>DELETE registered-models/delete-tag</c>.</summary>
public sealed class DeleteRegisteredModelTagRequest
{
    [RequiredField]
    public string? Name { get; set; }

    [RequiredField]
    public string? Key { get; set; }
}

/// <summary><c>POST registered-models/alias</c>.</summary>
public sealed class SetRegisteredModelAliasRequest
{
    [RequiredField]
    public string? Name { get; set; }

    [RequiredField]
    public string? Alias { get; set; }

    [RequiredField]
    public string? Version { get; set; }
}

/// <summary><c>GET</c> and <c>DELETE registered-models/alias</c>.</summary>
public sealed class RegisteredModelAliasRequest
{
    [RequiredField]
    public string? Name { get; set; }

    [RequiredField]
    public string? Alias { get; set; }
}
