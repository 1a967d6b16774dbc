using Cairn.Contracts.LoggedModels;
using Cairn.Core.Access;
using Cairn.Core.Errors;
using Cairn.Core.LoggedModels;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.LoggedModels;

/// <summary>A logged model: where it comes from, and its metrics and parameters.</summary>
internal sealed class LoggedModelPage(ILoggedModelStore models)
{
    public void Map(IPageRoutes routes) =>
        routes.Page(
            "/experiments/{experiment}/models/{id}",
            new(AccessAction.Read, ResourceKind.LoggedModel, "id"),
            AnswerAsync
        );

    private async Task<IResult> AnswerAsync(PageRequest request)
    {
        var model = await models.GetAsync(request.Route("id"), request.Aborted);
        var experiment = request.Route("experiment");
        if (model.Info.ExperimentId != experiment)
        {
            throw CairnException.Missing($"Experiment '{experiment}' has no logged model '{model.Info.ModelId}'.");
        }

        var frame = new PageFrame(request, model.Info.Name, Section.Experiments)
        {
            Crumbs =
            [
                new("Experiments", ""),
                new($"Experiment {experiment}", $"experiments/{experiment}"),
                new(model.Info.Name),
            ],
        };
        return Results.RazorSlice<LoggedModelView, OneLoggedModel>(new(frame, model));
    }
}

/// <summary>A logged model.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Logged">The model.</param>
public sealed record OneLoggedModel(PageFrame Frame, LoggedModel Logged) : PageModel(Frame);
