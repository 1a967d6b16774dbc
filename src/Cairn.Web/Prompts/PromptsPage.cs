using Cairn.Contracts.Registry;
using Cairn.Core.Access;
using Cairn.Core.Registry;
using Cairn.Web.Frame;
using Cairn.Web.Models;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Prompts;

/// <summary>The list of prompts.</summary>
internal sealed class PromptsPage(IRegisteredModelStore models)
{
    private const int PageSize = 50;

    /// <summary>The filter that finds prompts and their versions, and no models.</summary>
    public const string ArePrompts = "tags.`mlflow.prompt.is_prompt` = 'true'";

    public void Map(IPageRoutes routes) =>
        routes.Page("/prompts", new(AccessAction.Search, ResourceKind.RegisteredModel), AnswerAsync);

    private async Task<IResult> AnswerAsync(PageRequest request)
    {
        var text = request.Query("q");
        var filter = ModelFilter.NameContains(text) is { } name ? $"{name} AND {ArePrompts}" : ArePrompts;
        var found = await models.SearchAsync(
            new(filter, ["last_updated_timestamp DESC"], PageSize, request.Query("page")),
            request.Aborted
        );
        var frame = new PageFrame(request, "Prompts", Section.Prompts) { Crumbs = [new("Prompts")] };
        return Results.RazorSlice<PromptsList, PromptsListModel>(
            new(frame, found.RegisteredModels ?? [], found.NextPageToken, text)
        );
    }
}

/// <summary>A page of prompts.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Prompts">The prompts.</param>
/// <param name="NextPage">The token of the next page; null when this is the last.</param>
/// <param name="Text">The search text.</param>
public sealed record PromptsListModel(
    PageFrame Frame,
    IReadOnlyList<RegisteredModel> Prompts,
    string? NextPage,
    string? Text
) : PageModel(Frame);
