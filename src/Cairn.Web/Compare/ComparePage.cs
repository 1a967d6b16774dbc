using Cairn.Contracts.Runs;
using Cairn.Core.Access;
using Cairn.Core.Errors;
using Cairn.Core.Runs;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Compare;

/// <summary>Runs side by side.</summary>
internal sealed class ComparePage(IRunStore runs)
{
    private const int MaxRuns = 100;

    public void Map(IPageRoutes routes) =>
        routes.Page(
            "/compare",
            new(AccessAction.Read, ResourceKind.Run) { Touches = request => Ids(request).Select(Resource.Run) },
            AnswerAsync
        );

    private static List<string> Ids(PageRequest request) =>
        [
            .. (request.Query("runs") ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Distinct(StringComparer.Ordinal),
        ];

    private async Task<IResult> AnswerAsync(PageRequest request)
    {
        var ids = Ids(request);
        if (ids.Count > MaxRuns)
        {
            throw CairnException.Invalid($"{ids.Count} runs were chosen. At most {MaxRuns} can be compared.");
        }

        var found = new List<Run>(ids.Count);
        foreach (var id in ids)
        {
            found.Add(await runs.GetAsync(id, request.Aborted));
        }

        var frame = new PageFrame(request, "Compare runs", Section.Experiments)
        {
            Crumbs = [new("Experiments", ""), new($"Compare {found.Count} runs")],
            Script = "Compare/compare.js",
        };
        return Results.RazorSlice<CompareView, CompareModel>(
            new(
                frame,
                found,
                request.Query("baseline"),
                request.Query("all") is not null,
                request.Http.Request.Query["lower"].OfType<string>().ToHashSet(StringComparer.Ordinal)
            )
        );
    }
}

/// <summary>Runs to compare.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Runs">The runs, in the order of the link.</param>
/// <param name="Baseline">The run that the others' metrics are compared with; null for none.</param>
/// <param name="ShowsAll">Whether rows are shown in which all runs are the same.</param>
/// <param name="LowerIsBetter">The metrics whose smallest value is the best.</param>
public sealed record CompareModel(
    PageFrame Frame,
    IReadOnlyList<Run> Runs,
    string? Baseline,
    bool ShowsAll,
    IReadOnlySet<string> LowerIsBetter
) : PageModel(Frame)
{
    /// <summary>The rows of parameters.</summary>
    public IReadOnlyList<CompareRow<string>> Params =>
        Rows(run => (run.Data.Params ?? []).Select(p => (p.Key ?? "", p.Value ?? "")));

    /// <summary>The rows of tags, without those that clients keep for themselves.</summary>
    public IReadOnlyList<CompareRow<string>> Tags =>
        Rows(run =>
            (run.Data.Tags ?? [])
                .Where(t => t.Key?.StartsWith("mlflow.", StringComparison.Ordinal) != true)
                .Select(t => (t.Key ?? "", t.Value ?? ""))
        );

    /// <summary>The rows of metrics.</summary>
    public IReadOnlyList<CompareRow<double?>> Metrics =>
        Rows(run => (run.Data.Metrics ?? []).Select(m => (m.Key, m.Value)));

    /// <summary>The name of a run.</summary>
    public static string NameOf(Run run) => string.IsNullOrEmpty(run.Info.RunName) ? run.Info.RunId : run.Info.RunName;

    /// <summary>Whether the smallest value of a metric is the best: by choice, else by the usual names.</summary>
    public bool IsLowerBetter(string metric) => LowerIsBetter.Contains(metric) != LooksLikeLoss(metric);

    private static bool LooksLikeLoss(string metric) =>
        metric
            .Split('/', '_', '-', '.', ' ')
            .Any(part => part is "loss" or "error" or "mae" or "mse" or "rmse" or "mape");

    private List<CompareRow<T>> Rows<T>(Func<Run, IEnumerable<(string Key, T Value)>> of)
    {
        var maps = Runs.Select(run => of(run).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal)).ToList();
        return
        [
            .. maps.SelectMany(map => map.Keys)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(key => new CompareRow<T>(
                    key,
                    [.. maps.Select(map => map.TryGetValue(key, out var value) ? (true, value) : (false, default(T)!))]
                ))
                .Where(row => ShowsAll || row.Differs),
        ];
    }
}

/// <summary>A row: one key over all runs.</summary>
/// <param name="Key">The key.</param>
/// <param name="Values">For each run whether it has the key, and its value.</param>
public sealed record CompareRow<T>(string Key, IReadOnlyList<(bool Has, T Value)> Values)
{
    /// <summary>Whether the runs are not all the same.</summary>
    public bool Differs => Values.Distinct().Count() > 1;
}
