using Cairn.Contracts.Experiments;
using Cairn.Contracts.Runs;
using Cairn.Core.Access;
using Cairn.Core.Experiments;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Experiments;

/// <summary>The list of experiments: the first page.</summary>
internal sealed class ExperimentsPage(IExperimentStore experiments)
{
    private const int PageSize = 50;

    public void Map(IPageRoutes routes) =>
        routes.Page("/", new(AccessAction.Search, ResourceKind.Experiment), AnswerAsync);

    private async Task<IResult> AnswerAsync(PageRequest request)
    {
        var text = request.Query("q");
        var view = request.Query("state") == "deleted" ? ViewType.DeletedOnly : ViewType.ActiveOnly;
        var order = request.Query("order") ?? "last_update_time DESC";
        var filter = text is null ? null : $"name ILIKE '%{text.Replace("'", "", StringComparison.Ordinal)}%'";
        var found = await experiments.SearchAsync(
            new(filter, [order], view, PageSize, request.Query("page")),
            request.Aborted
        );
        var frame = new PageFrame(request, "Experiments", Section.Experiments)
        {
            Crumbs = [new("Experiments")],
            FirstScript = "Frame/old-links.js",
            Script = "Experiments/experiments.js",
        };
        return Results.RazorSlice<ExperimentsList, ExperimentsListModel>(
            new(frame, found.Experiments ?? [], found.NextPageToken, text, view, order)
        );
    }
}

/// <summary>A page of experiments.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Experiments">The experiments.</param>
/// <param name="NextPage">The token of the next page; null when this is the last.</param>
/// <param name="Text">What was searched for.</param>
/// <param name="View">Active or deleted.</param>
/// <param name="Order">The order clause.</param>
public sealed record ExperimentsListModel(
    PageFrame Frame,
    IReadOnlyList<Experiment> Experiments,
    string? NextPage,
    string? Text,
    ViewType View,
    string Order
) : PageModel(Frame);
