using System.Globalization;
using Cairn.Contracts.Registry;
using Cairn.Core.Access;
using Cairn.Core.Errors;
using Cairn.Core.Registry;
using Cairn.Web.Frame;
using Cairn.Web.Models;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Prompts;

/// <summary>A prompt: its versions, the text of one, and how it differs from another.</summary>
internal sealed class PromptPage(IRegisteredModelStore models, IModelVersionStore versions)
{
    private const int PageSize = 100;

    public void Map(IPageRoutes routes) =>
        routes.Page("/prompts/{name}", new(AccessAction.Read, ResourceKind.RegisteredModel, "name"), AnswerAsync);

    private async Task<IResult> AnswerAsync(PageRequest request)
    {
        var ct = request.Aborted;
        var prompt = await models.GetAsync(request.Route("name"), ct);
        var found = await versions.SearchAsync(
            new(
                $"{ModelFilter.VersionsOf(prompt.Name)} AND {PromptsPage.ArePrompts}",
                ["version_number DESC"],
                PageSize,
                request.Query("page")
            ),
            ct
        );
        var list = found.ModelVersions ?? [];
        var shown =
            await FindAsync(prompt.Name, request.Query("version"), ct) ?? (list is [var newest, ..] ? newest : null);
        var compared = await FindAsync(prompt.Name, request.Query("with"), ct) ?? Before(list, shown);
        var frame = new PageFrame(request, prompt.Name, Section.Prompts)
        {
            Crumbs = [new("Prompts", "prompts"), new(prompt.Name)],
        };
        return Results.RazorSlice<PromptView, OnePrompt>(
            new(frame, prompt, list, found.NextPageToken, shown, compared)
        );
    }

    private async Task<ModelVersion?> FindAsync(string name, string? version, CancellationToken ct) =>
        version is null ? null
        : long.TryParse(version, CultureInfo.InvariantCulture, out var number)
            ? await versions.GetAsync(name, number, ct)
        : throw CairnException.Missing($"Prompt '{name}' has no version '{version}'.");

    private static ModelVersion? Before(IReadOnlyList<ModelVersion> list, ModelVersion? shown) =>
        list.SkipWhile(v => v.Version != shown?.Version).Skip(1).FirstOrDefault();
}

/// <summary>A prompt and a page of its versions.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Prompt">The prompt.</param>
/// <param name="Versions">Versions, the newest first.</param>
/// <param name="NextPage">The token of the next page; null when this is the last.</param>
/// <param name="Shown">The version whose text is shown; null when there is none.</param>
/// <param name="Compared">The version that it is compared with; null when it is the first.</param>
public sealed record OnePrompt(
    PageFrame Frame,
    RegisteredModel Prompt,
    IReadOnlyList<ModelVersion> Versions,
    string? NextPage,
    ModelVersion? Shown,
    ModelVersion? Compared
) : PageModel(Frame);
