using Cairn.Contracts.Registry;
using Cairn.Core.Access;
using Cairn.Core.Registry;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Models;

/// <summary>The list of registered models.</summary>
internal sealed class ModelsPage(IRegisteredModelStore models)
{
    private const int PageSize = 50;

    public void Map(IPageRoutes routes) =>
        routes.Page("/models", new(AccessAction.Search, ResourceKind.RegisteredModel), AnswerAsync);

    private async Task<IResult> AnswerAsync(PageRequest request)
    {
        var text = request.Query("q");
        var order = request.Query("order") == "name" ? "name ASC" : "last_updated_timestamp DESC";
        var found = await models.SearchAsync(
            new(ModelFilter.NameContains(text), [order], PageSize, request.Query("page")),
            request.Aborted
        );
        var frame = new PageFrame(request, "Models", Section.Models) { Crumbs = [new("Models")] };
        return Results.RazorSlice<ModelsList, ModelsListModel>(
            new(frame, found.RegisteredModels ?? [], found.NextPageToken, text)
        );
    }
}

/// <summary>A page of registered models.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Models">The models.</param>
/// <param name="NextPage">The token of the next page; null when this is the last.</param>
/// <param name="Text">The search text.</param>
public sealed record ModelsListModel(
    PageFrame Frame,
    IReadOnlyList<RegisteredModel> Models,
    string? NextPage,
    string? Text
) : PageModel(Frame);
