using Cairn.Contracts.Experiments;
using Cairn.Contracts.Runs;
using Cairn.Core.Access;
using Cairn.Core.Experiments;
using Cairn.Core.Runs;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Runs;

/// <summary>The runs of an experiment.</summary>
internal sealed class RunsPage(IExperimentStore experiments, IRunStore runs)
{
    private const int PageSize = 100;

    public void Map(IPageRoutes routes) =>
        routes.Page("/experiments/{id}", new(AccessAction.Read, ResourceKind.Experiment, "id"), AnswerAsync);

    private async Task<IResult> AnswerAsync(PageRequest request)
    {
        var id = ExperimentIds.Parse(request.Route("id"));
        var experiment = await experiments.GetAsync(id, request.Aborted);
        var found = await runs.SearchAsync(
            new([id], request.Query("filter"), [], ViewType.ActiveOnly, PageSize, request.Query("page")),
            request.Aborted
        );
        var frame = new PageFrame(request, experiment.Name, Section.Experiments)
        {
            Crumbs = [new("Experiments", ""), new(experiment.Name)],
        };
        return Results.RazorSlice<RunsView, RunsModel>(
            new(frame, experiment, found.Runs ?? [], found.NextPageToken, request.Query("filter"))
        );
    }
}

/// <summary>A page of runs.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Experiment">The experiment.</param>
/// <param name="Runs">The runs.</param>
/// <param name="NextPage">The token of the next page; null when this is the last.</param>
/// <param name="Filter">The filter.</param>
public sealed record RunsModel(
    PageFrame Frame,
    Experiment Experiment,
    IReadOnlyList<Run> Runs,
    string? NextPage,
    string? Filter
) : PageModel(Frame);
