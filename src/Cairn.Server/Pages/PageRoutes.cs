using Cairn.Core.Access;
using Cairn.Server.Api;
using Cairn.Web.Assets;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.ResponseCompression;

namespace Cairn.Server.Pages;

/// <summary>Maps pages like the API's routes: none without the permission that it needs.</summary>
internal sealed class PageRoutes(
    ApiRoutes routes,
    string staticPrefix,
    TimeProvider time,
    IResponseCompressionProvider compression
) : IPageRoutes
{
    /// <inheritdoc/>
    public void Page(string pattern, PagePermission permission, PageHandler handle) =>
        routes.Map(
            "GET",
            pattern,
            permission.Action,
            http =>
            {
                var page = new PageRequest(http, staticPrefix, time);
                http.Features.Set(page); // Errors are shown as pages from here on.
                PagePolicy.Apply(http.Response);
                var id = permission.RouteValue is { } name ? (string?)http.Request.RouteValues[name] ?? "" : null;
                Resources touches = permission.Touches is { } all
                    ? [.. all(page)]
                    : [new Resource(permission.Kind, id)];
                return ValueTask.FromResult((Page: page, Touches: touches));
            },
            request => request.Touches,
            async (http, request) =>
            {
                var result = await handle(request.Page);
                await PageCompression.Around(result.ExecuteAsync, compression)(http);
            }
        );

    /// <summary>Maps the assets.</summary>
    public void Assets() =>
        routes.MapOpen(
            "GET",
            AssetEndpoint.Pattern,
            async http =>
            {
                if (!await AssetEndpoint.TryWriteAsync(http))
                {
                    await UnknownRoutes.AnswerNotFoundAsync(http);
                }
            }
        );
}
