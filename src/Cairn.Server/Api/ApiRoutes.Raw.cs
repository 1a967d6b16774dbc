using Cairn.Core.Access;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Api;

/// <summary>Routes that write their response themselves: pages, files, plain text.</summary>
internal sealed partial class ApiRoutes
{
    /// <summary>Maps a route that requires no permission, such as health.</summary>
    /// <param name="method">The HTTP method; GET takes HEAD too.</param>
    /// <param name="pattern">The whole path below the static prefix.</param>
    /// <param name="answer">Writes the response.</param>
    public void MapOpen(string method, string pattern, RequestDelegate answer) =>
        Map(method, pattern, AccessAction.Open, static _ => Resource.Server, answer);

    /// <summary>Maps a route whose resources are named in its path or query string.</summary>
    /// <param name="method">The HTTP method; GET takes HEAD too.</param>
    /// <param name="pattern">The whole path below the static prefix.</param>
    /// <param name="action">What the route does.</param>
    /// <param name="touches">Returns all resources that a request touches.</param>
    /// <param name="answer">Writes the response.</param>
    public void Map(
        string method,
        string pattern,
        AccessAction action,
        Func<HttpContext, Resources> touches,
        RequestDelegate answer
    ) => Map(method, pattern, action, static http => new(http), touches, (http, _) => answer(http));

    /// <summary>Maps such a route whose handler takes the caller or its visibility.</summary>
    public void Map(
        string method,
        string pattern,
        AccessAction action,
        Func<HttpContext, Resources> touches,
        Func<HttpContext, Visibility, Task> answer
    ) =>
        Map(
            method,
            pattern,
            action,
            static http => new(http),
            touches,
            async (HttpContext http, HttpContext _, Caller caller) =>
                await answer(http, await access.VisibilityAsync(caller, http.RequestAborted))
        );

    /// <summary>Maps a route that reads its own kind of request, such as an artifact path or a form.</summary>
    /// <param name="method">The HTTP method; GET takes HEAD too.</param>
    /// <param name="pattern">The whole path below the static prefix.</param>
    /// <param name="action">What the route does.</param>
    /// <param name="read">Reads the request; throws when it is invalid.</param>
    /// <param name="touches">Returns all resources that a request touches.</param>
    /// <param name="answer">Writes the response. It may also take the <see cref="Caller"/>.</param>
    public void Map<TRequest>(
        string method,
        string pattern,
        AccessAction action,
        Func<HttpContext, ValueTask<TRequest>> read,
        Func<TRequest, Resources> touches,
        Func<HttpContext, TRequest, Task> answer
    ) => Map(method, pattern, action, read, touches, (http, request, _) => answer(http, request));

    /// <summary>Maps such a route whose handler takes the caller or its visibility.</summary>
    public void Map<TRequest>(
        string method,
        string pattern,
        AccessAction action,
        Func<HttpContext, ValueTask<TRequest>> read,
        Func<TRequest, Resources> touches,
        Func<HttpContext, TRequest, Caller, Task> answer
    ) => Route(method, pattern, action, new ApiEndpoint<TRequest>(access, action, read, touches, answer).InvokeAsync);
}
