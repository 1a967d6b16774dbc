using Cairn.Contracts.Json;
using Cairn.Contracts.Registry;
using Cairn.Core.Access;
using Cairn.Core.Registry;
using Cairn.Server.Api;

namespace Cairn.Server.Registry;

/// <summary>The registered models endpoints.</summary>
internal sealed class RegisteredModelsApi(IRegisteredModelStore models, IModelVersionStore versions)
{
    private const int DefaultResults = 100;
    private const int MostResults = 1000;

    public void Map(ApiRoutes api)
    {
        api.Map<CreateRegisteredModelRequest, RegisteredModelResponse>(
            "POST",
            "registered-models/create",
            AccessAction.Create,
            r => Resource.RegisteredModel(r.Name),
            Create
        );
        api.Map<RegisteredModelRequest, RegisteredModelResponse>(
            "GET",
            "registered-models/get",
            AccessAction.Read,
            r => Resource.RegisteredModel(r.Name),
            Get
        );
        api.Map<RenameRegisteredModelRequest, RegisteredModelResponse>(
            "POST",
            "registered-models/rename",
            AccessAction.Update,
            r => Resource.RegisteredModel(r.Name),
            Rename
        );
        api.Map<UpdateRegisteredModelRequest, RegisteredModelResponse>(
            "PATCH",
            "registered-models/update",
            AccessAction.Update,
            r => Resource.RegisteredModel(r.Name),
            Update
        );
        api.Map<RegisteredModelRequest, Empty>(
            "DELETE",
            "registered-models/delete",
            AccessAction.Delete,
            r => Resource.RegisteredModel(r.Name),
            Delete
        );
        api.Map<SearchRegisteredModelsRequest, SearchRegisteredModelsResponse>(
            "GET",
            "registered-models/search",
            AccessAction.Search,
            _ => Resource.RegisteredModels,
            Search
        );
        api.Map<GetLatestVersionsRequest, GetLatestVersionsResponse>(
            "POST",
            "registered-models/get-latest-versions",
            AccessAction.Read,
            r => Resource.RegisteredModel(r.Name),
            GetLatest
        );
        api.Map<GetLatestVersionsRequest, GetLatestVersionsResponse>(
            "GET",
            "registered-models/get-latest-versions",
            AccessAction.Read,
            r => Resource.RegisteredModel(r.Name),
            GetLatest
        );
        api.Map<SetRegisteredModelTagRequest, Empty>(
            "POST",
            "registered-models/set-tag",
            AccessAction.Update,
            r => Resource.RegisteredModel(r.Name),
            SetTag
        );
        api.Map<DeleteRegisteredModelTagRequest, Empty>(
            "DELETE",
            "registered-models/delete-tag",
            AccessAction.Update,
            r => Resource.RegisteredModel(r.Name),
            DeleteTag
        );
        api.Map<SetRegisteredModelAliasRequest, Empty>(
            "POST",
            "registered-models/alias",
            AccessAction.Update,
            r => Resource.RegisteredModel(r.Name),
            SetAlias
        );
        api.Map<RegisteredModelAliasRequest, Empty>(
            "DELETE",
            "registered-models/alias",
            AccessAction.Update,
            r => Resource.RegisteredModel(r.Name),
            DeleteAlias
        );
        api.Map<RegisteredModelAliasRequest, ModelVersionResponse>(
            "GET",
            "registered-models/alias",
            AccessAction.Read,
            r => Resource.RegisteredModel(r.Name),
            GetByAlias
        );
    }

    private async Task<RegisteredModelResponse> Create(CreateRegisteredModelRequest request, CancellationToken ct)
    {
        RegistryNames.DemandModel(request.Name);
        return new(
            await models.CreateAsync(
                request.Name!,
                request.Description ?? "",
                RegistryTagRules.Checked(request.Tags),
                ct
            )
        );
    }

    private async Task<RegisteredModelResponse> Get(RegisteredModelRequest request, CancellationToken ct)
    {
        RegistryNames.DemandModel(request.Name);
        return new(await models.GetAsync(request.Name!, ct));
    }

    private async Task<RegisteredModelResponse> Rename(RenameRegisteredModelRequest request, CancellationToken ct)
    {
        RegistryNames.DemandModel(request.NewName);
        return new(await models.RenameAsync(request.Name!, request.NewName!, ct));
    }

    private async Task<RegisteredModelResponse> Update(UpdateRegisteredModelRequest request, CancellationToken ct) =>
        new(await models.UpdateAsync(request.Name!, request.Description, ct));

    private async Task<Empty> Delete(RegisteredModelRequest request, CancellationToken ct)
    {
        await models.DeleteAsync(request.Name!, ct);
        return Empty.Response;
    }

    private Task<SearchRegisteredModelsResponse> Search(SearchRegisteredModelsRequest request, CancellationToken ct) =>
        models.SearchAsync(
            new(
                request.Filter,
                request.OrderBy ?? [],
                RegistryResults.AtMost(request.MaxResults, DefaultResults, MostResults),
                request.PageToken
            ),
            ct
        );

    private async Task<GetLatestVersionsResponse> GetLatest(GetLatestVersionsRequest request, CancellationToken ct)
    {
        var stages = (request.Stages ?? []).Select(ModelStages.Parse).ToList();
        var latest = await versions.LatestAsync(request.Name!, stages, ct);
        return new(latest.Count == 0 ? null : latest);
    }

    private async Task<Empty> SetTag(SetRegisteredModelTagRequest request, CancellationToken ct)
    {
        var tag = RegistryTagRules.Checked(request.Key, request.Value);
        await models.SetTagAsync(request.Name!, tag.Key!, tag.Value!, ct);
        return Empty.Response;
    }

    private async Task<Empty> DeleteTag(DeleteRegisteredModelTagRequest request, CancellationToken ct)
    {
        await models.DeleteTagAsync(request.Name!, request.Key!, ct);
        return Empty.Response;
    }

    private async Task<Empty> SetAlias(SetRegisteredModelAliasRequest request, CancellationToken ct)
    {
        RegistryNames.DemandAlias(request.Alias!);
        await models.SetAliasAsync(request.Name!, request.Alias!, RegistryNames.ParseVersion(request.Version), ct);
        return Empty.Response;
    }

    private async Task<Empty> DeleteAlias(RegisteredModelAliasRequest request, CancellationToken ct)
    {
        await models.DeleteAliasAsync(request.Name!, request.Alias!, ct);
        return Empty.Response;
    }

    private async Task<ModelVersionResponse> GetByAlias(RegisteredModelAliasRequest request, CancellationToken ct) =>
        new(await versions.GetByAliasAsync(request.Name!, request.Alias!, ct));
}
