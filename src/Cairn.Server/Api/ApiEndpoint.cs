using System.Text.Json.Serialization.Metadata;
using Cairn.Contracts.Json;
using Cairn.Core.Access;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Api;

/// <summary>What a route needs. Every endpoint carries one; a test fails on an endpoint that does not.</summary>
/// <param name="Action">What the route does.</param>
/// <param name="Kind">To what kind of resource.</param>
internal sealed record RequiredPermission(AccessAction Action, ResourceKind Kind);

/// <summary>One JSON endpoint: bind, check the required fields, ask for permission, handle, answer.</summary>
internal sealed class ApiEndpoint<TRequest, TResponse>(
    IAccess access,
    RequiredPermission permission,
    Func<TRequest, string?> resourceId,
    Func<TRequest, CancellationToken, Task<TResponse>> handle
)
{
    private readonly Lazy<(
        JsonTypeInfo<TRequest> Request,
        RequiredFields<TRequest> Required,
        JsonTypeInfo<TResponse> Response
    )> _wire = new(() =>
    {
        var request = WireJson.RequestType<TRequest>();
        return (request, new(request), WireJson.ResponseType<TResponse>());
    });

    public async Task InvokeAsync(HttpContext http)
    {
        var wire = _wire.Value;
        var request = await RequestBinder.BindAsync(http, wire.Request, wire.Required);
        await access.DemandAsync(
            permission.Action,
            new Resource(permission.Kind, resourceId(request)),
            http.RequestAborted
        );
        var response = await handle(request, http.RequestAborted);
        await JsonResponse.WriteAsync(http, response, wire.Response);
    }
}
