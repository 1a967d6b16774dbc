using Cairn.Contracts.Experiments;
using Cairn.Contracts.Runs;
using Cairn.Core.Access;
using Cairn.Core.Experiments;
using Cairn.Core.Runs;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Runs.OneRun;

/// <summary>The pages of one run: overview and charts.</summary>
internal sealed class RunPages(IRunStore runs, IExperimentStore experiments)
{
    private const int MaxChildren = 100;
    private static readonly PagePermission _read = new(AccessAction.Read, ResourceKind.Run, "run");

    public void Map(IPageRoutes routes)
    {
        routes.Page("/runs/{run}", _read, OverviewAsync);
        routes.Page("/runs/{run}/charts", _read, ChartsAsync);
    }

    private async Task<IResult> OverviewAsync(PageRequest request)
    {
        var head = await HeadAsync(request, RunTab.Overview, "Runs/OneRun/run.js");
        var children = await runs.SearchAsync(
            new(
                [ExperimentIds.Parse(head.Run.Info.ExperimentId)],
                $"tags.mlflow.parentRunId = '{head.Run.Info.RunId}'",
                [],
                ViewType.ActiveOnly,
                MaxChildren,
                null
            ),
            request.Aborted
        );
        return Results.RazorSlice<RunOverview, RunOverviewModel>(new(head.Frame, head, children.Runs ?? []));
    }

    private async Task<IResult> ChartsAsync(PageRequest request)
    {
        var head = await HeadAsync(request, RunTab.Charts, "Charts/grid.js");
        return Results.RazorSlice<RunCharts, RunChartsModel>(new(head.Frame, head));
    }

    private async Task<RunHead> HeadAsync(PageRequest request, RunTab tab, string script)
    {
        var run = await runs.GetAsync(request.Route("run"), request.Aborted);
        var experiment = await experiments.GetAsync(ExperimentIds.Parse(run.Info.ExperimentId), request.Aborted);
        return RunHead.Of(request, run, experiment, tab, script);
    }
}

/// <summary>The tabs of a run.</summary>
public enum RunTab
{
    /// <summary>Parameters, metrics, tags and where the run comes from.</summary>
    Overview,

    /// <summary>A chart for each metric.</summary>
    Charts,

    /// <summary>Files.</summary>
    Artifacts,
}

/// <summary>What stands at the top of each page of a run.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Run">The run.</param>
/// <param name="Experiment">Its experiment.</param>
/// <param name="Tab">The tab that is shown.</param>
public sealed record RunHead(PageFrame Frame, Run Run, Experiment Experiment, RunTab Tab)
{
    /// <summary>The run's name, or its id when it has none.</summary>
    public string Name => string.IsNullOrEmpty(Run.Info.RunName) ? Run.Info.RunId : Run.Info.RunName;

    /// <summary>The path from this page to the run's first page.</summary>
    public string Path => $"{Frame.Request.Root}runs/{Run.Info.RunId}";

    /// <summary>Whether the run is under way.</summary>
    public bool IsLive => Run.Info.Status == "RUNNING";

    /// <summary>A tag's value; null when the run does not have it.</summary>
    public string? Tag(string key) => Run.Data.Tags?.FirstOrDefault(tag => tag.Key == key)?.Value;

    /// <summary>Makes the head.</summary>
    public static RunHead Of(PageRequest request, Run run, Experiment experiment, RunTab tab, string script)
    {
        var name = string.IsNullOrEmpty(run.Info.RunName) ? run.Info.RunId : run.Info.RunName;
        var frame = new PageFrame(request, name, Section.Experiments)
        {
            Crumbs =
            [
                new("Experiments", ""),
                new(experiment.Name, $"experiments/{experiment.ExperimentId}"),
                new(name),
            ],
            Script = script,
        };
        return new(frame, run, experiment, tab);
    }
}

/// <summary>The overview of a run.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Head">The run.</param>
/// <param name="Children">Its child runs.</param>
public sealed record RunOverviewModel(PageFrame Frame, RunHead Head, IReadOnlyList<Run> Children) : PageModel(Frame);

/// <summary>The charts of a run.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Head">The run.</param>
public sealed record RunChartsModel(PageFrame Frame, RunHead Head) : PageModel(Frame);
