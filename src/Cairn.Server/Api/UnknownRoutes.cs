using Cairn.Web.Errors;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Server.Api;

/// <summary>
/// Answers paths and methods that no route knows in MLflow's words. Paths are exact, as MLflow's are: ASP.NET's routing
/// alone would
/// let other cases and a trailing slash pass.
/// </summary>
internal sealed class UnknownRoutes(RequestDelegate next, ApiOptions options, TimeProvider time)
{
    private const string Html = "text/html; charset=utf-8";

    private const string NotFound =
        "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the server. "
        + "If you entered the URL manually please check your spelling and try again.</p>\n";

    private const string NotAllowed =
        "<!doctype html>\n<html lang=en>\n<title>405 Method Not Allowed</title>\n<h1>Method Not Allowed</h1>\n"
        + "<p>The method is not allowed for the requested URL.</p>\n";

    public async Task InvokeAsync(HttpContext http)
    {
        if (HttpMethods.IsOptions(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var endpoint = http.GetEndpoint();
        if (endpoint is RouteEndpoint)
        {
            if (endpoint.Metadata.GetMetadata<ExactPath>()?.Fits(http.Request.Path.Value!) == false)
            {
                http.SetEndpoint(null);
                await NotFoundAsync(http);
                return;
            }

            await next(http);
        }
        else if (endpoint is not null && !http.Request.Path.Value!.EndsWith('/'))
        {
            // Routing's own endpoint for a path that exists under other methods: it sets the Allow header.
            await endpoint.RequestDelegate!(http);
            await PlainText.WriteAsync(http, StatusCodes.Status405MethodNotAllowed, NotAllowed, Html);
        }
        else
        {
            await NotFoundAsync(http);
        }
    }

    /// <summary>A page for browsers, MLflow's words for others.</summary>
    private Task NotFoundAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        if (
            !HttpMethods.IsGet(http.Request.Method)
            || !http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
            || !path.StartsWith(options.StaticPrefix + "/", StringComparison.Ordinal)
        )
        {
            return AnswerNotFoundAsync(http);
        }

        PagePolicy.Apply(http.Response);
        var page = new PageRequest(http, options.StaticPrefix, time);
        return ErrorPage
            .Of(page, StatusCodes.Status404NotFound, $"This server has no page at {path}.", null)
            .ExecuteAsync(http);
    }

    /// <summary>404 in MLflow's words.</summary>
    public static Task AnswerNotFoundAsync(HttpContext http) =>
        PlainText.WriteAsync(http, StatusCodes.Status404NotFound, NotFound, Html);
}
