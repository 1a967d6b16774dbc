using Cairn.Core.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Server.Api;

/// <summary>
/// Maps routes below the static prefix. Every route names its action and a function from the request to all resources
/// that it touches. The mapping demands access to them before the handler runs, so a handler never asks by itself.
/// </summary>
/// <param name="routes">The application's routes, below the static prefix.</param>
/// <param name="access">Decides whether the caller may do what the route does.</param>
internal sealed partial class ApiRoutes(IEndpointRouteBuilder routes, IAccess access)
{
    private object[] _metadata = [];

    /// <summary>The JSON operations that are mapped so far.</summary>
    public ApiOperations Operations { get; private init; } = new();

    /// <summary>Returns a mapper of routes that carry this metadata.</summary>
    public ApiRoutes With(object item) =>
        new(routes, access) { Operations = Operations, _metadata = [.. _metadata, item] };

    /// <summary>Maps a JSON route under <c>/api</c> and <c>/ajax-api</c>.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path below <c>/api/2.0/mlflow/</c>.</param>
    /// <param name="action">What the route does.</param>
    /// <param name="touches">Returns all resources that a request touches.</param>
    /// <param name="handle">Answers the request. It may also take the <see cref="Caller"/>, or, to search or read in
    /// bulk, the caller's <see cref="Visibility"/>.</param>
    /// <param name="version">The API version in the path: 2 or 3.</param>
    /// <param name="ajaxOnly">Whether the route exists under <c>/ajax-api</c> only.</param>
    public void Map<TRequest, TResponse>(
        string method,
        string path,
        AccessAction action,
        Func<TRequest, Resources> touches,
        Func<TRequest, CancellationToken, Task<TResponse>> handle,
        int version = 2,
        bool ajaxOnly = false
    ) => Json(method, path, action, touches, (request, _, ct) => handle(request, ct), version, ajaxOnly);

    /// <summary>Maps a JSON route under <c>/api</c> and <c>/ajax-api</c>; the handler takes the caller or its visibility.</summary>
    public void Map<TRequest, TResponse>(
        string method,
        string path,
        AccessAction action,
        Func<TRequest, Resources> touches,
        Func<TRequest, Caller, CancellationToken, Task<TResponse>> handle,
        int version = 2,
        bool ajaxOnly = false
    ) => Json(method, path, action, touches, handle, version, ajaxOnly);

    /// <summary>Maps a JSON route under <c>/api</c> and <c>/ajax-api</c>; the handler takes the caller or its visibility.</summary>
    public void Map<TRequest, TResponse>(
        string method,
        string path,
        AccessAction action,
        Func<TRequest, Resources> touches,
        Func<TRequest, Visibility, CancellationToken, Task<TResponse>> handle,
        int version = 2,
        bool ajaxOnly = false
    ) =>
        Json(
            method,
            path,
            action,
            touches,
            async (request, caller, ct) => await handle(request, await access.VisibilityAsync(caller, ct), ct),
            version,
            ajaxOnly
        );

    private void Json<TRequest, TResponse>(
        string method,
        string path,
        AccessAction action,
        Func<TRequest, Resources> touches,
        Func<TRequest, Caller, CancellationToken, Task<TResponse>> handle,
        int version,
        bool ajaxOnly
    )
    {
        var endpoint = new JsonEndpoint<TRequest, TResponse>(access, action, touches, handle);
        Operations.Add(path, endpoint.CallAsync);
        if (!ajaxOnly)
        {
            Route(method, $"/api/{version}.0/mlflow/{path}", action, endpoint.InvokeAsync);
        }

        Route(method, $"/ajax-api/{version}.0/mlflow/{path}", action, endpoint.InvokeAsync);
    }

    private void Route(string method, string pattern, AccessAction action, RequestDelegate handle) =>
        routes
            .MapMethods(pattern, method == "GET" ? ["GET", "HEAD"] : [method], handle)
            .WithMetadata([new RouteAccess(action), .. _metadata]);
}
