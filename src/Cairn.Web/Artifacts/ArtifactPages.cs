using System.Globalization;
using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Core.Experiments;
using Cairn.Core.Runs;
using Cairn.Web.Frame;
using Cairn.Web.Runs.OneRun;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Artifacts;

/// <summary>The files of a run: a tree beside a preview.</summary>
internal sealed class ArtifactPages(IRunStore runs, IExperimentStore experiments, IArtifactPlaces places)
{
    private static readonly PagePermission _read = new(AccessAction.Read, ResourceKind.Run, "run");

    public void Map(IPageRoutes routes)
    {
        routes.Page("/runs/{run}/artifacts/{**path}", _read, ShowAsync);
        routes.Page("/runs/{run}/frame/{**path}", _read, FrameAsync);
        routes.Page("/runs/{run}/zip/{**path}", _read, ZipAsync);
    }

    private async Task<IResult> ShowAsync(PageRequest request)
    {
        var run = await runs.GetAsync(request.Route("run"), request.Aborted);
        var experiment = await experiments.GetAsync(ExperimentIds.Parse(run.Info.ExperimentId), request.Aborted);
        var head = RunHead.Of(request, run, experiment, RunTab.Artifacts, "Artifacts/artifacts.js");
        var path = PathOf(request);
        try
        {
            var root = places.Resolve(run.Info.ArtifactUri);
            var file = path.IsRoot ? null : await root.Store.FindAsync(root.At(path).Path, request.Aborted);
            var folder = file is null ? path : path.Folder;
            var tree = await ArtifactTree.ReadAsync(root, folder, request.Aborted);
            var from = long.TryParse(request.Query("from"), NumberStyles.None, null, out var number) ? number : 0;
            var preview = file is null
                ? null
                : await Preview.ReadAsync(root.At(path), file.Length, from, request.Aborted);
            var entries = file is null ? await ArtifactTree.ListAsync(root.At(path), request.Aborted) : [];
            if (file is null && entries.Count == 0 && !path.IsRoot)
            {
                throw new NoSuchArtifactException(path);
            }

            return Results.RazorSlice<ArtifactsView, ArtifactsModel>(
                new(head.Frame, head, path.Value, tree, file, preview, entries, from, null)
            );
        }
        catch (CairnException e) when (e is not NoSuchArtifactException)
        {
            // The run's other pages work: what is wrong with its store is said in place.
            return Results.RazorSlice<ArtifactsView, ArtifactsModel>(
                new(head.Frame, head, path.Value, new("", [], 0, null), null, null, [], 0, e.Message)
            );
        }
    }

    private async Task<IResult> FrameAsync(PageRequest request) =>
        new FramedHtml((await RootAsync(request)).At(PathOf(request)));

    private async Task<IResult> ZipAsync(PageRequest request)
    {
        var path = PathOf(request);
        return new FolderZip(
            (await RootAsync(request)).At(path),
            path.IsRoot ? $"run-{request.Route("run")}" : path.Name
        );
    }

    private async Task<ArtifactPlace> RootAsync(PageRequest request) =>
        places.Resolve((await runs.GetInfoAsync(request.Route("run"), request.Aborted)).ArtifactUri);

    private static ArtifactPath PathOf(PageRequest request) =>
        ArtifactPath.Parse((string?)request.Http.Request.RouteValues["path"]);
}

/// <summary>The files of a run.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Head">The run.</param>
/// <param name="Path">What is shown; empty for the root.</param>
/// <param name="Tree">The tree.</param>
/// <param name="File">The file that is shown; null for a folder.</param>
/// <param name="Preview">Its preview.</param>
/// <param name="Entries">The entries of the folder that is shown.</param>
/// <param name="From">Where the shown part of the file, or of the folder, begins.</param>
/// <param name="Failure">Why the files cannot be read; null when they can.</param>
public sealed record ArtifactsModel(
    PageFrame Frame,
    RunHead Head,
    string Path,
    ArtifactTree Tree,
    ArtifactFile? File,
    Preview? Preview,
    IReadOnlyList<ArtifactEntry> Entries,
    long From,
    string? Failure
) : PageModel(Frame)
{
    /// <summary>The most entries of a folder on a page.</summary>
    public const int PageSize = 500;

    /// <summary>The name of what is shown.</summary>
    public string Name => Path.Length == 0 ? "artifacts" : Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>A path in a URL, slashes kept.</summary>
    public static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    /// <summary>The link to a file or folder.</summary>
    public string Link(string path) => $"{Head.Path}/artifacts/{Escape(path)}";

    /// <summary>The link to a file's content.</summary>
    public string Content(string path) =>
        $"{Frame.Request.Root}get-artifact?run_id={Head.Run.Info.RunId}&path={Uri.EscapeDataString(path)}";

    /// <summary>A path below another.</summary>
    public static string Below(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
