using Cairn.Contracts.Runs;
using Cairn.Web.Frame;

namespace Cairn.Web.Charts;

/// <summary>Charts over runs: one for each metric, in sections by the part of the name before the first slash.</summary>
/// <param name="Request">The request.</param>
/// <param name="Runs">The runs.</param>
/// <param name="Sections">Section names with their metrics. System metrics are the last section.</param>
/// <param name="ShowsRuns">Whether the runs are listed above the charts.</param>
public sealed record ChartBoardModel(
    PageRequest Request,
    IReadOnlyList<Run> Runs,
    IReadOnlyList<ChartSection> Sections,
    bool ShowsRuns
)
{
    private const string System = "system";
    private const string NoPrefix = "Metrics";

    /// <summary>Makes the board.</summary>
    public static ChartBoardModel Of(PageRequest request, IReadOnlyList<Run> runs, bool showRuns)
    {
        var sections = runs.SelectMany(run => run.Data.Metrics ?? [])
            .Select(metric => metric.Key)
            .Distinct(StringComparer.Ordinal)
            .GroupBy(Prefix, StringComparer.Ordinal)
            .OrderBy(group =>
                group.Key == System ? 2
                : group.Key == NoPrefix ? 0
                : 1
            )
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ChartSection(group.Key, [.. group.Order(StringComparer.Ordinal)]))
            .ToList();
        return new(request, runs, sections, showRuns);
    }

    private static string Prefix(string key) => key.IndexOf('/') is > 0 and var slash ? key[..slash] : NoPrefix;
}

/// <summary>A section of charts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Keys">Its metrics.</param>
public sealed record ChartSection(string Name, IReadOnlyList<string> Keys);
