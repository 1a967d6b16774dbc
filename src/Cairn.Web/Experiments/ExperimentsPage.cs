using Cairn.Contracts.Errors;
using Cairn.Contracts.Experiments;
using Cairn.Contracts.Runs;
using Cairn.Core.Access;
using Cairn.Core.Errors;
using Cairn.Core.Experiments;
using Cairn.Core.Runs;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Experiments;

/// <summary>The list of experiments: the first page.</summary>
internal sealed class ExperimentsPage(IExperimentStore experiments, IRunCounts counts)
{
    private const int PageSize = 50;

    public void Map(IPageRoutes routes) =>
        routes.Page("/", new(AccessAction.Search, ResourceKind.Experiment), AnswerAsync);

    private async Task<IResult> AnswerAsync(PageRequest request)
    {
        var view = new ExperimentsRequest(request);
        var (found, problem) = (new SearchExperimentsResponse(), (string?)null);
        try
        {
            found = await experiments.SearchAsync(
                new(view.WholeFilter, [view.Order], view.View, PageSize, view.Page),
                request.Aborted
            );
        }
        catch (CairnException e) when (e.Code is ErrorCode.InvalidParameterValue or ErrorCode.BadRequest)
        {
            problem = e.Message;
        }

        var list = found.Experiments ?? [];
        var runs = await counts.OfExperimentsAsync(
            [.. list.Select(e => ExperimentIds.Parse(e.ExperimentId))],
            request.Aborted
        );
        var frame = new PageFrame(request, "Experiments", Section.Experiments)
        {
            Crumbs = [new("Experiments")],
            FirstScript = "Frame/old-links.js",
            Script = "Experiments/experiments.js",
        };
        return Results.RazorSlice<ExperimentsList, ExperimentsListModel>(
            new(
                frame,
                view,
                [.. list.Select(e => (e, runs.GetValueOrDefault(ExperimentIds.Parse(e.ExperimentId))))],
                found.NextPageToken,
                problem
            )
        );
    }
}

/// <summary>A page of experiments.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="View">What the URL asks for.</param>
/// <param name="Experiments">The experiments and their runs.</param>
/// <param name="NextPage">The token of the next page; null when this is the last.</param>
/// <param name="Problem">What is wrong with the filter or order; null when nothing is.</param>
public sealed record ExperimentsListModel(
    PageFrame Frame,
    ExperimentsRequest View,
    IReadOnlyList<(Experiment Experiment, ExperimentRuns? Runs)> Experiments,
    string? NextPage,
    string? Problem
) : PageModel(Frame);

/// <summary>The view of the list that a URL describes.</summary>
public sealed class ExperimentsRequest(PageRequest request)
{
    private static readonly string[] _comparators = ["=", "<", ">", " like ", " ilike "];

    /// <summary>What is searched for: a part of a name, or a filter in MLflow's language.</summary>
    public string? Filter { get; } = request.Query("filter") ?? request.Query("searchFilter");

    /// <summary><c>deleted</c>, or null for active experiments.</summary>
    public string? State { get; } = request.Query("state");

    /// <summary>The order clause.</summary>
    public string Order { get; } = request.Query("order") ?? "last_update_time DESC";

    /// <summary>The token of the page; null for the first.</summary>
    public string? Page { get; } = request.Query("page");

    /// <summary>Active or deleted experiments.</summary>
    public ViewType View => State == "deleted" ? ViewType.DeletedOnly : ViewType.ActiveOnly;

    /// <summary>The filter in MLflow's language.</summary>
    public string? WholeFilter =>
        Filter is null || _comparators.Any(c => Filter.Contains(c, StringComparison.OrdinalIgnoreCase))
            ? Filter
            : $"name ILIKE '%{Filter.Trim().Replace('\'', '_')}%'";

    /// <summary>The link to this view with some values changed. A null value is left out.</summary>
    public string With(params (string Name, string? Value)[] changes)
    {
        var values = new Dictionary<string, string?>
        {
            ["filter"] = Filter,
            ["state"] = State,
            ["order"] = Order,
            ["page"] = null,
        };
        foreach (var (name, value) in changes)
        {
            values[name] = value;
        }

        return "?"
            + string.Join(
                '&',
                values
                    .Where(v => !string.IsNullOrEmpty(v.Value))
                    .Select(v => $"{v.Key}={Uri.EscapeDataString(v.Value!)}")
            );
    }

    /// <summary>The link that sorts by a field, or turns its order.</summary>
    public string SortedBy(string field) =>
        With(("order", Order == $"{field} DESC" ? $"{field} ASC" : $"{field} DESC"));

    /// <summary>How a field is sorted: <c>ascending</c>, <c>descending</c> or null.</summary>
    public string? SortOf(string field) =>
        Order == $"{field} DESC" ? "descending"
        : Order == $"{field} ASC" ? "ascending"
        : null;
}
