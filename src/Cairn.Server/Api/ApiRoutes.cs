using Cairn.Core.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Server.Api;

/// <summary>
/// Maps routes below the static prefix. A route cannot be mapped without the permission that it needs.
/// </summary>
/// <param name="routes">The application's routes, below the static prefix.</param>
/// <param name="access">Asked before each handler.</param>
internal sealed class ApiRoutes(IEndpointRouteBuilder routes, IAccess access)
{
    /// <summary>The JSON operations that are mapped so far.</summary>
    public ApiOperations Operations { get; } = new();

    /// <summary>A JSON route under <c>/api</c> and <c>/ajax-api</c>.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">Below <c>/api/2.0/mlflow/</c>.</param>
    /// <param name="permission">What it needs.</param>
    /// <param name="resourceId">Takes the resource's id from the request.</param>
    /// <param name="handle">Answers it.</param>
    /// <param name="version">2 or 3: the API version in the path.</param>
    public void Map<TRequest, TResponse>(
        string method,
        string path,
        (AccessAction Action, ResourceKind Kind) permission,
        Func<TRequest, string?> resourceId,
        Func<TRequest, CancellationToken, Task<TResponse>> handle,
        int version = 2
    )
    {
        var required = new RequiredPermission(permission.Action, permission.Kind);
        var endpoint = new ApiEndpoint<TRequest, TResponse>(access, required, resourceId, handle);
        Operations.Add(path, endpoint.CallAsync);
        Raw(method, $"/api/{version}.0/mlflow/{path}", required, endpoint.InvokeAsync);
        Raw(method, $"/ajax-api/{version}.0/mlflow/{path}", required, endpoint.InvokeAsync);
    }

    /// <summary>A JSON route under <c>/ajax-api</c> alone.</summary>
    public void MapAjax<TRequest, TResponse>(
        string method,
        string path,
        (AccessAction Action, ResourceKind Kind) permission,
        Func<TRequest, string?> resourceId,
        Func<TRequest, CancellationToken, Task<TResponse>> handle
    )
    {
        var required = new RequiredPermission(permission.Action, permission.Kind);
        var endpoint = new ApiEndpoint<TRequest, TResponse>(access, required, resourceId, handle);
        Operations.Add(path, endpoint.CallAsync);
        Raw(method, $"/ajax-api/2.0/mlflow/{path}", required, endpoint.InvokeAsync);
    }

    /// <summary>A route whose handler reads the request, asks for permission and writes the answer itself.</summary>
    /// <param name="method">The HTTP method; GET takes HEAD too.</param>
    /// <param name="pattern">The whole path below the static prefix.</param>
    /// <param name="permission">What it needs, for the test that looks at all routes.</param>
    /// <param name="handle">Answers it.</param>
    public void Raw(string method, string pattern, RequiredPermission permission, RequestDelegate handle) =>
        routes.MapMethods(pattern, method == "GET" ? ["GET", "HEAD"] : [method], handle).WithMetadata(permission);
}
