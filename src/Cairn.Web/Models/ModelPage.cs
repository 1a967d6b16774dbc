using Cairn.Contracts.Registry;
using Cairn.Core.Access;
using Cairn.Core.Registry;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Models;

/// <summary>A registered model and its versions.</summary>
internal sealed class ModelPage(IRegisteredModelStore models, IModelVersionStore versions)
{
    private const int PageSize = 100;

    public void Map(IPageRoutes routes) =>
        routes.Page("/models/{name}", new(AccessAction.Read, ResourceKind.RegisteredModel, "name"), AnswerAsync);

    private async Task<IResult> AnswerAsync(PageRequest request)
    {
        var model = await models.GetAsync(request.Route("name"), request.Aborted);
        var found = await versions.SearchAsync(
            new(ModelFilter.VersionsOf(model.Name), ["version_number DESC"], PageSize, request.Query("page")),
            request.Aborted
        );
        var frame = new PageFrame(request, model.Name, Section.Models)
        {
            Crumbs = [new("Models", "models"), new(model.Name)],
            Script = "Models/models.js",
        };
        return Results.RazorSlice<ModelView, OneModel>(
            new(frame, model, found.ModelVersions ?? [], found.NextPageToken)
        );
    }
}

/// <summary>A registered model and a page of its versions.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Registered">The model.</param>
/// <param name="Versions">Versions, the newest first.</param>
/// <param name="NextPage">The token of the next page; null when this is the last.</param>
public sealed record OneModel(
    PageFrame Frame,
    RegisteredModel Registered,
    IReadOnlyList<ModelVersion> Versions,
    string? NextPage
) : PageModel(Frame)
{
    /// <summary>The aliases of a version.</summary>
    public IEnumerable<string> AliasesOf(ModelVersion version) =>
        (Registered.Aliases ?? []).Where(a => a.Version == version.Version).Select(a => a.Alias);
}
