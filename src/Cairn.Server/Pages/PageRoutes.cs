using Cairn.Core.Access;
using Cairn.Server.Api;
using Cairn.Web.Assets;
using Cairn.Web.Frame;

namespace Cairn.Server.Pages;

/// <summary>Maps pages like the API's routes: none without the permission that it needs.</summary>
internal sealed class PageRoutes(ApiRoutes routes, IAccess access, string staticPrefix, TimeProvider time) : IPageRoutes
{
    /// <inheritdoc/>
    public void Page(string pattern, PagePermission permission, PageHandler handle) =>
        routes.Raw(
            "GET",
            pattern,
            new(permission.Action, permission.Kind),
            async http =>
            {
                var page = new PageRequest(http, staticPrefix, time);
                http.Features.Set(page); // Errors are shown as pages from here on.
                PagePolicy.Apply(http.Response);
                var id = permission.RouteValue is { } name ? (string?)http.Request.RouteValues[name] : null;
                await access.DemandAsync(permission.Action, new(permission.Kind, id), http.RequestAborted);
                var result = await handle(page);
                await result.ExecuteAsync(http);
            }
        );

    /// <summary>Maps the assets.</summary>
    public void Assets() =>
        routes.Raw(
            "GET",
            AssetEndpoint.Pattern,
            new(AccessAction.Open, ResourceKind.Server),
            async http =>
            {
                if (!await AssetEndpoint.TryWriteAsync(http))
                {
                    await UnknownRoutes.AnswerNotFoundAsync(http);
                }
            }
        );
}
