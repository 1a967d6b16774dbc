using Cairn.Contracts.Experiments;
using Cairn.Contracts.Runs;
using Cairn.Core.Access;
using Cairn.Core.Experiments;
using Cairn.Core.Runs;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Search;

/// <summary>Finds experiments and runs by name or id.</summary>
internal sealed class SearchPage(IExperimentStore experiments, IRunStore runs)
{
    private const int MaxResults = 25;
    private const int MaxExperiments = 1000;

    public void Map(IPageRoutes routes) =>
        routes.Page("/search", new(AccessAction.Search, ResourceKind.Experiment), AnswerAsync);

    private async Task<IResult> AnswerAsync(PageRequest request)
    {
        var text = request.Query("q")?.Trim() ?? "";
        var (foundExperiments, foundRuns) = ((IReadOnlyList<Experiment>)[], (IReadOnlyList<Run>)[]);
        if (text.Length > 0)
        {
            var pattern = $"'%{text.Replace('\'', '_')}%'";
            foundExperiments = await ExperimentsAsync($"name ILIKE {pattern}", MaxResults, request.Aborted);
            var all = await ExperimentsAsync(null, MaxExperiments, request.Aborted);
            var ids = all.Select(e => ExperimentIds.Parse(e.ExperimentId)).ToList();
            var byName = await RunsAsync(ids, $"attributes.run_name ILIKE {pattern}", request.Aborted);
            var byId = IsIdStart(text)
                ? await RunsAsync(ids, $"attributes.run_id LIKE '{text}%'", request.Aborted)
                : [];
            foundRuns = [.. byId.Concat(byName).DistinctBy(run => run.Info.RunId)];
        }

        var frame = new PageFrame(request, "Search", Section.None) { Crumbs = [new("Search")] };
        return Results.RazorSlice<SearchView, SearchModel>(new(frame, text, foundExperiments, foundRuns, MaxResults));
    }

    private async Task<IReadOnlyList<Experiment>> ExperimentsAsync(string? filter, int most, CancellationToken ct) =>
        (
            await experiments.SearchAsync(new(filter, ["last_update_time DESC"], ViewType.ActiveOnly, most, null), ct)
        ).Experiments
        ?? [];

    private async Task<IReadOnlyList<Run>> RunsAsync(IReadOnlyList<long> ids, string filter, CancellationToken ct) =>
        (await runs.SearchAsync(new(ids, filter, [], ViewType.ActiveOnly, MaxResults, null), ct)).Runs ?? [];

    private static bool IsIdStart(string text) => text.Length is >= 4 and <= 32 && text.All(char.IsAsciiHexDigitLower);
}

/// <summary>What was found.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Text">What was searched for.</param>
/// <param name="Experiments">Experiments.</param>
/// <param name="Runs">Runs.</param>
/// <param name="MaxResults">How many of each kind are shown at most.</param>
public sealed record SearchModel(
    PageFrame Frame,
    string Text,
    IReadOnlyList<Experiment> Experiments,
    IReadOnlyList<Run> Runs,
    int MaxResults
) : PageModel(Frame);
