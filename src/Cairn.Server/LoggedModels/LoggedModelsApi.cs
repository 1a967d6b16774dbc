using Cairn.Contracts.Json;
using Cairn.Contracts.LoggedModels;
using Cairn.Core.Access;
using Cairn.Core.Errors;
using Cairn.Core.Experiments;
using Cairn.Core.LoggedModels;
using Cairn.Core.Runs;
using Cairn.Server.Api;

namespace Cairn.Server.LoggedModels;

/// <summary>The logged models endpoints, without those for files.</summary>
internal sealed class LoggedModelsApi(ILoggedModelStore models)
{
    private const int DefaultResults = 50;
    private const int MostResults = 1000;

    public void Map(ApiRoutes api)
    {
        api.Map<CreateLoggedModelRequest, LoggedModelResponse>(
            "POST",
            "logged-models",
            AccessAction.Update,
            r => Resource.Experiment(r.ExperimentId),
            Create
        );
        api.Map<SearchLoggedModelsRequest, SearchLoggedModelsResponse>(
            "POST",
            "logged-models/search",
            AccessAction.Search,
            _ => Resource.Experiments,
            Search
        );
        api.Map<LoggedModelRequest, LoggedModelResponse>(
            "GET",
            "logged-models/{model_id}",
            AccessAction.Read,
            r => Resource.LoggedModel(r.ModelId),
            Get
        );
        api.Map<FinalizeLoggedModelRequest, LoggedModelResponse>(
            "PATCH",
            "logged-models/{model_id}",
            AccessAction.Update,
            r => Resource.LoggedModel(r.ModelId),
            FinalizeModel
        );
        api.Map<LoggedModelRequest, Empty>(
            "DELETE",
            "logged-models/{model_id}",
            AccessAction.Delete,
            r => Resource.LoggedModel(r.ModelId),
            Delete
        );
        api.Map<SetLoggedModelTagsRequest, Empty>(
            "PATCH",
            "logged-models/{model_id}/tags",
            AccessAction.Update,
            r => Resource.LoggedModel(r.ModelId),
            SetTags
        );
        api.Map<DeleteLoggedModelTagRequest, Empty>(
            "DELETE",
            "logged-models/{model_id}/tags/{tag_key}",
            AccessAction.Update,
            r => Resource.LoggedModel(r.ModelId),
            DeleteTag
        );
        api.Map<LogLoggedModelParamsRequest, Empty>(
            "POST",
            "logged-models/{model_id}/params",
            AccessAction.Update,
            r => Resource.LoggedModel(r.ModelId),
            LogParams
        );
    }

    private async Task<LoggedModelResponse> Create(CreateLoggedModelRequest request, CancellationToken ct)
    {
        var experiment = ExperimentIds.Parse(request.ExperimentId);
        var name = string.IsNullOrEmpty(request.Name) ? RunNames.New() : request.Name;
        LoggedModelRules.DemandName(name);
        return new(
            await models.CreateAsync(
                new(
                    LoggedModelRules.NewId(),
                    experiment,
                    name,
                    request.ModelType ?? "",
                    request.SourceRunId ?? "",
                    LoggedModelRules.Params(request.Params),
                    LoggedModelRules.Tags(request.Tags)
                ),
                ct
            )
        );
    }

    private async Task<LoggedModelResponse> Get(LoggedModelRequest request, CancellationToken ct) =>
        new(await models.GetAsync(request.ModelId!, ct));

    private async Task<LoggedModelResponse> FinalizeModel(FinalizeLoggedModelRequest request, CancellationToken ct) =>
        new(await models.FinalizeAsync(request.ModelId!, request.Status!.Value, ct));

    private async Task<Empty> Delete(LoggedModelRequest request, CancellationToken ct)
    {
        await models.DeleteAsync(request.ModelId!, ct);
        return Empty.Response;
    }

    private async Task<Empty> SetTags(SetLoggedModelTagsRequest request, CancellationToken ct)
    {
        await models.SetTagsAsync(request.ModelId!, LoggedModelRules.Tags(request.Tags), ct);
        return Empty.Response;
    }

    private async Task<Empty> DeleteTag(DeleteLoggedModelTagRequest request, CancellationToken ct)
    {
        await models.DeleteTagAsync(request.ModelId!, request.TagKey!, ct);
        return Empty.Response;
    }

    private async Task<Empty> LogParams(LogLoggedModelParamsRequest request, CancellationToken ct)
    {
        await models.LogParamsAsync(request.ModelId!, LoggedModelRules.Params(request.Params), ct);
        return Empty.Response;
    }

    private Task<SearchLoggedModelsResponse> Search(SearchLoggedModelsRequest request, CancellationToken ct)
    {
        var most = request.MaxResults ?? DefaultResults;
        if (most is <= 0 or > MostResults)
        {
            throw CairnException.Invalid(
                $"Invalid value {most} for parameter 'max_results' supplied. It must be from 1 to {MostResults}."
            );
        }

        var experiments = request.ExperimentIds!.Select(ExperimentIds.Parse).Distinct().ToArray();
        return models.SearchAsync(
            new(experiments, request.Filter, request.Datasets ?? [], request.OrderBy ?? [], most, request.PageToken),
            ct
        );
    }
}
