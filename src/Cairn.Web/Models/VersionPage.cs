using System.Globalization;
using Cairn.Contracts.Registry;
using Cairn.Contracts.Runs;
using Cairn.Core.Access;
using Cairn.Core.Errors;
using Cairn.Core.Registry;
using Cairn.Core.Runs;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Models;

/// <summary>One version: who made it, from which data and code, and how it compares with the one in use.</summary>
internal sealed class VersionPage(IRegisteredModelStore models, IModelVersionStore versions, IRunStore runs)
{
    public void Map(IPageRoutes routes) =>
        routes.Page(
            "/models/{name}/versions/{version}",
            new(AccessAction.Read, ResourceKind.RegisteredModel, "name"),
            AnswerAsync
        );

    private async Task<IResult> AnswerAsync(PageRequest request)
    {
        var ct = request.Aborted;
        var name = request.Route("name");
        if (!long.TryParse(request.Route("version"), CultureInfo.InvariantCulture, out var number))
        {
            throw CairnException.Missing($"Model '{name}' has no version '{request.Route("version")}'.");
        }

        var model = await models.GetAsync(name, ct);
        var version = await versions.GetAsync(name, number, ct);
        var baseline = Baseline.Of(model, version) is { } other ? await versions.GetAsync(name, other, ct) : null;
        var frame = new PageFrame(request, $"{name} v{version.Version}", Section.Models)
        {
            Crumbs =
            [
                new("Models", "models"),
                new(name, $"models/{Uri.EscapeDataString(name)}"),
                new($"Version {version.Version}"),
            ],
            Script = "Models/models.js",
        };
        return Results.RazorSlice<VersionView, OneVersion>(
            new(frame, model, version, await RunOfAsync(version, ct), baseline, await RunOfAsync(baseline, ct))
        );
    }

    /// <summary>The run that made a version; null when it is unknown or was deleted for good.</summary>
    private async Task<Run?> RunOfAsync(ModelVersion? version, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(version?.RunId))
        {
            return null;
        }

        try
        {
            return await runs.GetAsync(version.RunId, ct);
        }
        catch (CairnException e) when (e.Code == Contracts.Errors.ErrorCode.ResourceDoesNotExist)
        {
            return null;
        }
    }
}

/// <summary>A version and what is known of its origin.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Registered">The model.</param>
/// <param name="Version">The version.</param>
/// <param name="Run">The run that made it.</param>
/// <param name="Other">The version in use; null when there is none, or it is this one.</param>
/// <param name="OtherRun">The run that made the version in use.</param>
public sealed record OneVersion(
    PageFrame Frame,
    RegisteredModel Registered,
    ModelVersion Version,
    Run? Run,
    ModelVersion? Other,
    Run? OtherRun
) : PageModel(Frame)
{
    /// <summary>The metrics of the run, each with its value in the version in use.</summary>
    public IEnumerable<(string Key, double? Value, double? Other)> Metrics
    {
        get
        {
            var others = (OtherRun?.Data.Metrics ?? []).ToDictionary(m => m.Key, m => m.Value);
            return (Run?.Data.Metrics ?? [])
                .OrderBy(m => m.Key, StringComparer.Ordinal)
                .Select(m => (m.Key, m.Value, others.GetValueOrDefault(m.Key)));
        }
    }
}
