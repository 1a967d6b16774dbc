using Cairn.Contracts.Errors;
using Cairn.Contracts.Experiments;
using Cairn.Contracts.Runs;
using Cairn.Core.Access;
using Cairn.Core.Errors;
using Cairn.Core.Experiments;
using Cairn.Core.Runs;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Runs;

/// <summary>The runs of an experiment: filtered, sorted, in the columns of choice.</summary>
internal sealed class RunsPage(IExperimentStore experiments, IRunStore runs, IRunCounts counts)
{
    private const int PageSize = 100;

    public void Map(IPageRoutes routes)
    {
        var permission = new PagePermission(AccessAction.Read, ResourceKind.Experiment, "id");
        routes.Page("/experiments/{id}", permission, AnswerAsync);
        routes.Page("/experiments/{id}/runs.csv", permission, CsvAsync);
    }

    private async Task<IResult> AnswerAsync(PageRequest request)
    {
        var id = ExperimentIds.Parse(request.Route("id"));
        var view = new RunsRequest(request);
        var experiment = await experiments.GetAsync(id, request.Aborted);
        var (found, total, problem) = (new SearchRunsResponse(), 0L, (string?)null);
        try
        {
            var query = Query(id, view, PageSize, view.Page);
            found = await runs.SearchAsync(query, request.Aborted);
            total = await counts.CountAsync(query, request.Aborted);
        }
        catch (CairnException e) when (e.Code is ErrorCode.InvalidParameterValue or ErrorCode.BadRequest)
        {
            problem = e.Message;
        }

        var frame = new PageFrame(request, experiment.Name, Section.Experiments)
        {
            Crumbs = [new("Experiments", ""), new(experiment.Name)],
            Script = "Runs/runs.js",
        };
        return Results.RazorSlice<RunsView, RunsModel>(
            new(frame, experiment, view, RunsTable.Of(found.Runs ?? [], view), found.NextPageToken, total, problem)
        );
    }

    private Task<IResult> CsvAsync(PageRequest request)
    {
        var id = ExperimentIds.Parse(request.Route("id"));
        var csv = new RunsCsv(runs, Query(id, new(request), RunsCsv.PageSize, null), new RunsRequest(request).Columns);
        return Task.FromResult<IResult>(csv);
    }

    private static RunQuery Query(long id, RunsRequest view, int size, string? page) =>
        new([id], view.WholeFilter, view.Order is null ? [] : [view.Order], view.View, size, page);
}

/// <summary>The page of runs.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Experiment">The experiment.</param>
/// <param name="View">What the URL asks for.</param>
/// <param name="Table">The runs and their columns.</param>
/// <param name="NextPage">The token of the next page; null when this is the last.</param>
/// <param name="Total">How many runs the filter finds.</param>
/// <param name="Problem">What is wrong with filter or order; null when nothing is.</param>
public sealed record RunsModel(
    PageFrame Frame,
    Experiment Experiment,
    RunsRequest View,
    RunsTable Table,
    string? NextPage,
    long Total,
    string? Problem
) : PageModel(Frame);
