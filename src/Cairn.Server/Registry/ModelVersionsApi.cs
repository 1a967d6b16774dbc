using Cairn.Contracts.Json;
using Cairn.Contracts.Registry;
using Cairn.Core.Access;
using Cairn.Core.Errors;
using Cairn.Core.Registry;
using Cairn.Server.Api;
using Microsoft.Extensions.Logging;

namespace Cairn.Server.Registry;

/// <summary>The model versions endpoints.</summary>
internal sealed partial class ModelVersionsApi(
    IModelVersionStore versions,
    ModelSources sources,
    ILogger<ModelVersionsApi> log
)
{
    private const int MostResults = 200_000;

    public void Map(ApiRoutes api)
    {
        api.Map<CreateModelVersionRequest, ModelVersionResponse>(
            "POST",
            "model-versions/create",
            AccessAction.Update,
            r => Resource.RegisteredModel(r.Name),
            Create
        );
        api.Map<ModelVersionRequest, ModelVersionResponse>(
            "GET",
            "model-versions/get",
            AccessAction.Read,
            r => Resource.RegisteredModel(r.Name),
            Get
        );
        api.Map<UpdateModelVersionRequest, ModelVersionResponse>(
            "PATCH",
            "model-versions/update",
            AccessAction.Update,
            r => Resource.RegisteredModel(r.Name),
            Update
        );
        api.Map<TransitionModelVersionStageRequest, ModelVersionResponse>(
            "POST",
            "model-versions/transition-stage",
            AccessAction.Update,
            r => Resource.RegisteredModel(r.Name),
            Transition
        );
        api.Map<ModelVersionRequest, Empty>(
            "DELETE",
            "model-versions/delete",
            AccessAction.Delete,
            r => Resource.RegisteredModel(r.Name),
            Delete
        );
        api.Map<SearchModelVersionsRequest, SearchModelVersionsResponse>(
            "GET",
            "model-versions/search",
            AccessAction.Search,
            _ => Resource.RegisteredModels,
            Search
        );
        api.Map<GetModelVersionDownloadUriRequest, GetModelVersionDownloadUriResponse>(
            "GET",
            "model-versions/get-download-uri",
            AccessAction.Read,
            r => Resource.RegisteredModel(r.Name),
            GetDownloadUri
        );
        api.Map<SetModelVersionTagRequest, Empty>(
            "POST",
            "model-versions/set-tag",
            AccessAction.Update,
            r => Resource.RegisteredModel(r.Name),
            SetTag
        );
        api.Map<DeleteModelVersionTagRequest, Empty>(
            "DELETE",
            "model-versions/delete-tag",
            AccessAction.Update,
            r => Resource.RegisteredModel(r.Name),
            DeleteTag
        );
    }

    private async Task<ModelVersionResponse> Create(CreateModelVersionRequest request, CancellationToken ct)
    {
        RegistryNames.DemandModel(request.Name);
        var created = await versions.CreateAsync(await sources.ResolveAsync(request, ct), ct);
        if (!string.IsNullOrEmpty(request.ModelId))
        {
            await NoteAsync(request.ModelId, created);
        }

        return new(created);
    }

    // The version is there whatever becomes of the note, and whether or not the client still waits: a failure would
    // make it ask again,
    // and get a second version.
    private async Task NoteAsync(string modelId, ModelVersion created)
    {
        try
        {
            await sources.NoteAsync(modelId, created, CancellationToken.None);
        }
#pragma warning disable CA1031 // Whatever it is, it must not undo the answer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.NotNoted(log, created.Name, created.Version, modelId, e);
        }
    }

    private async Task<ModelVersionResponse> Get(ModelVersionRequest request, CancellationToken ct) =>
        new(await versions.GetAsync(request.Name!, RegistryNames.ParseVersion(request.Version), ct));

    private async Task<ModelVersionResponse> Update(UpdateModelVersionRequest request, CancellationToken ct) =>
        new(
            await versions.UpdateAsync(
                request.Name!,
                RegistryNames.ParseVersion(request.Version),
                request.Description,
                ct
            )
        );

    private async Task<ModelVersionResponse> Transition(
        TransitionModelVersionStageRequest request,
        CancellationToken ct
    )
    {
        var stage = ModelStages.Parse(request.Stage);
        var archive = request.ArchiveExistingVersions == true;
        if (archive && !ModelStages.IsActive(stage))
        {
            throw CairnException.Invalid(
                $"Model version transition cannot archive existing model versions because '{stage}' is not an Active stage. "
                    + "Valid stages are ['Staging', 'Production']"
            );
        }

        return new(
            await versions.TransitionAsync(
                request.Name!,
                RegistryNames.ParseVersion(request.Version),
                stage,
                archive,
                ct
            )
        );
    }

    private async Task<Empty> Delete(ModelVersionRequest request, CancellationToken ct)
    {
        await versions.DeleteAsync(request.Name!, RegistryNames.ParseVersion(request.Version), ct);
        return Empty.Response;
    }

    private Task<SearchModelVersionsResponse> Search(SearchModelVersionsRequest request, CancellationToken ct)
    {
        var most = RegistryResults.AtMost(request.MaxResults, MostResults, MostResults);
        return most > 0
            ? versions.SearchAsync(new(request.Filter, request.OrderBy ?? [], most, request.PageToken), ct)
            : throw CairnException.Invalid(
                $"Invalid value for max_results. It must be a positive integer, but got {most}"
            );
    }

    private async Task<GetModelVersionDownloadUriResponse> GetDownloadUri(
        GetModelVersionDownloadUriRequest request,
        CancellationToken ct
    )
    {
        if (string.IsNullOrEmpty(request.Name))
        {
            throw CairnException.Invalid("Missing value for required parameter 'name'.");
        }

        return new((await versions.PlaceAsync(request.Name, RegistryNames.ParseVersion(request.Version), ct)).Location);
    }

    private async Task<Empty> SetTag(SetModelVersionTagRequest request, CancellationToken ct)
    {
        var tag = RegistryTagRules.Checked(request.Key, request.Value);
        await versions.SetTagAsync(
            request.Name!,
            RegistryNames.ParseVersion(request.Version),
            tag.Key!,
            tag.Value!,
            ct
        );
        return Empty.Response;
    }

    private async Task<Empty> DeleteTag(DeleteModelVersionTagRequest request, CancellationToken ct)
    {
        await versions.DeleteTagAsync(request.Name!, RegistryNames.ParseVersion(request.Version), request.Key!, ct);
        return Empty.Response;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1600,
            LogLevel.Warning,
            "Version {Version} of {Name} was created, but not noted on its logged model {Model}."
        )]
        public static partial void NotNoted(ILogger log, string name, string version, string model, Exception e);
    }
}
