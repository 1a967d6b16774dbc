using Cairn.Contracts.Experiments;
using Cairn.Contracts.Runs;
using Cairn.Core.Access;
using Cairn.Core.Experiments;
using Cairn.Core.Runs;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Charts;

/// <summary>Charts over the runs of an experiment: the first ones of its table, with the same filter and order.</summary>
internal sealed class ExperimentChartsPage(IExperimentStore experiments, IRunStore runs)
{
    private const int DefaultRuns = 10;
    private const int MaxRuns = 100;

    public void Map(IPageRoutes routes) =>
        routes.Page("/experiments/{id}/charts", new(AccessAction.Read, ResourceKind.Experiment, "id"), AnswerAsync);

    private async Task<IResult> AnswerAsync(PageRequest request)
    {
        var id = ExperimentIds.Parse(request.Route("id"));
        var experiment = await experiments.GetAsync(id, request.Aborted);
        var count = int.TryParse(request.Query("count"), out var asked) ? Math.Clamp(asked, 1, MaxRuns) : DefaultRuns;
        var order = request.Query("order");
        var found = await runs.SearchAsync(
            new([id], request.Query("filter"), order is null ? [] : [order], ViewType.ActiveOnly, count, null),
            request.Aborted
        );
        var frame = new PageFrame(request, experiment.Name, Section.Experiments)
        {
            Crumbs =
            [
                new("Experiments", ""),
                new(experiment.Name, $"experiments/{experiment.ExperimentId}"),
                new("Charts"),
            ],
            Script = "Charts/grid.js",
        };
        return Results.RazorSlice<ExperimentCharts, ExperimentChartsModel>(
            new(frame, experiment, found.Runs ?? [], count, found.NextPageToken is not null)
        );
    }
}

/// <summary>The charts of an experiment.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Experiment">The experiment.</param>
/// <param name="Runs">The runs that are drawn.</param>
/// <param name="Count">How many runs were asked for.</param>
/// <param name="HasMore">Whether more runs match.</param>
public sealed record ExperimentChartsModel(
    PageFrame Frame,
    Experiment Experiment,
    IReadOnlyList<Run> Runs,
    int Count,
    bool HasMore
) : PageModel(Frame);
