using Cairn.Contracts.Experiments;
using Cairn.Contracts.Json;
using Cairn.Contracts.Runs;
using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Core.Experiments;
using Cairn.Core.Validation;
using Cairn.Server.Api;
using Cairn.Server.Artifacts;

namespace Cairn.Server.Experiments;

/// <summary>The experiments endpoints.</summary>
internal sealed class ExperimentsApi(IExperimentStore experiments, ArtifactOptions options)
{
    private const int LongestName = 500;
    private const int LongestTag = 5000;
    private const int MostResults = 50_000;
    private const int MostSearchedForDatasets = 20;

    public void Map(ApiRoutes api)
    {
        api.Map<CreateExperimentRequest, CreateExperimentResponse>(
            "POST",
            "experiments/create",
            AccessAction.Create,
            _ => Resource.Experiments,
            Create
        );
        api.Map<ExperimentRequest, ExperimentResponse>(
            "GET",
            "experiments/get",
            AccessAction.Read,
            r => Resource.Experiment(r.ExperimentId),
            Get
        );
        api.Map<GetExperimentByNameRequest, ExperimentResponse>(
            "GET",
            "experiments/get-by-name",
            AccessAction.Read,
            r => Resource.ExperimentName(r.ExperimentName),
            GetByName
        );
        api.Map<UpdateExperimentRequest, Empty>(
            "POST",
            "experiments/update",
            AccessAction.Update,
            r => Resource.Experiment(r.ExperimentId),
            Update
        );
        api.Map<ExperimentRequest, Empty>(
            "POST",
            "experiments/delete",
            AccessAction.Delete,
            r => Resource.Experiment(r.ExperimentId),
            Delete
        );
        api.Map<ExperimentRequest, Empty>(
            "POST",
            "experiments/restore",
            AccessAction.Delete,
            r => Resource.Experiment(r.ExperimentId),
            Restore
        );
        api.Map<SetExperimentTagRequest, Empty>(
            "POST",
            "experiments/set-experiment-tag",
            AccessAction.Update,
            r => Resource.Experiment(r.ExperimentId),
            SetTag
        );
        api.Map<DeleteExperimentTagRequest, Empty>(
            "POST",
            "experiments/delete-experiment-tag",
            AccessAction.Update,
            r => Resource.Experiment(r.ExperimentId),
            DeleteTag
        );
        api.Map<SearchExperimentsRequest, SearchExperimentsResponse>(
            "POST",
            "experiments/search",
            AccessAction.Search,
            _ => Resource.Experiments,
            Search
        );
        api.Map<SearchExperimentsRequest, SearchExperimentsResponse>(
            "GET",
            "experiments/search",
            AccessAction.Search,
            _ => Resource.Experiments,
            Search
        );
        api.Map<SearchDatasetsRequest, SearchDatasetsResponse>(
            "POST",
            "experiments/search-datasets",
            AccessAction.Search,
            _ => Resource.Experiments,
            SearchDatasets
        );
    }

    private async Task<CreateExperimentResponse> Create(CreateExperimentRequest request, CancellationToken ct)
    {
        Lengths.Demand("name", request.Name, LongestName);
        var location = string.IsNullOrEmpty(request.ArtifactLocation) ? null : request.ArtifactLocation;
        if (location is not null)
        {
            ArtifactLocationRules.Demand(location, options.MaxLocationLength);
        }

        var tags = (request.Tags ?? [])
            .GroupBy(t => t.Key ?? "", StringComparer.Ordinal)
            .Select(g => g.Last())
            .ToList();
        foreach (var tag in tags)
        {
            Lengths.Demand("key", tag.Key, Names.MostCharacters);
            Lengths.Demand("value", tag.Value, LongestTag);
        }

        return new(ExperimentIds.Text(await experiments.CreateAsync(new(request.Name!, location, tags), ct)));
    }

    private async Task<ExperimentResponse> Get(ExperimentRequest request, CancellationToken ct) =>
        new(await experiments.GetAsync(ExperimentIds.Parse(request.ExperimentId), ct));

    private async Task<ExperimentResponse> GetByName(GetExperimentByNameRequest request, CancellationToken ct) =>
        new(
            await experiments.FindByNameAsync(request.ExperimentName!, ct)
                ?? throw CairnException.Missing($"Could not find experiment with name '{request.ExperimentName}'")
        );

    private async Task<Empty> Update(UpdateExperimentRequest request, CancellationToken ct)
    {
        Lengths.Demand("name", request.NewName, LongestName);
        await experiments.RenameAsync(ExperimentIds.Parse(request.ExperimentId), request.NewName!, ct);
        return Empty.Response;
    }

    private async Task<Empty> Delete(ExperimentRequest request, CancellationToken ct)
    {
        await experiments.DeleteAsync(ExperimentIds.Parse(request.ExperimentId), ct);
        return Empty.Response;
    }

    private async Task<Empty> Restore(ExperimentRequest request, CancellationToken ct)
    {
        await experiments.RestoreAsync(ExperimentIds.Parse(request.ExperimentId), ct);
        return Empty.Response;
    }

    private async Task<Empty> SetTag(SetExperimentTagRequest request, CancellationToken ct)
    {
        Names.Demand(request.Key!, "key", "key");
        Lengths.Demand("value", request.Value, LongestTag);
        await experiments.SetTagAsync(ExperimentIds.Parse(request.ExperimentId), request.Key!, request.Value ?? "", ct);
        return Empty.Response;
    }

    private async Task<Empty> DeleteTag(DeleteExperimentTagRequest request, CancellationToken ct)
    {
        await experiments.DeleteTagAsync(ExperimentIds.Parse(request.ExperimentId), request.Key!, ct);
        return Empty.Response;
    }

    private Task<SearchExperimentsResponse> Search(SearchExperimentsRequest request, CancellationToken ct)
    {
        var most = request.MaxResults ?? 0;
        if (most is <= 0 or > MostResults)
        {
            throw CairnException.Invalid(
                most <= 0
                    ? $"Invalid value {most} for parameter 'max_results' supplied. It must be a positive integer"
                    : $"Invalid value {most} for parameter 'max_results' supplied. It must be at most {MostResults}"
            );
        }

        return experiments.SearchAsync(
            new(
                request.Filter,
                request.OrderBy ?? [],
                request.ViewType ?? ViewType.ActiveOnly,
                (int)most,
                request.PageToken
            ),
            ct
        );
    }

    private async Task<SearchDatasetsResponse> SearchDatasets(SearchDatasetsRequest request, CancellationToken ct)
    {
        var ids = request.ExperimentIds ?? [];
        if (ids.Count is 0 or > MostSearchedForDatasets)
        {
            throw CairnException.Invalid(
                ids.Count == 0
                    ? "SearchDatasets request must specify at least one experiment_id."
                    : $"SearchDatasets request cannot specify more than {MostSearchedForDatasets} experiment_ids. Received {ids.Count} experiment_ids."
            );
        }

        var found = await experiments.SearchDatasetsAsync([.. ids.Select(ExperimentIds.Parse)], ct);
        return new(found.Count == 0 ? null : found);
    }
}
