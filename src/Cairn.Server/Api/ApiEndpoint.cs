using System.Text.Json;
using System.Text.Json.Nodes;
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

    /// <summary>Answers a request that another endpoint makes on behalf of its caller.</summary>
    public async Task<JsonElement> CallAsync(HttpContext http, JsonObject json)
    {
        var wire = _wire.Value;
        var request = json.Deserialize(wire.Request)!;
        wire.Required.Demand(request);
        return JsonSerializer.SerializeToElement(await AnswerAsync(http, request), wire.Response);
    }

    public async Task InvokeAsync(HttpContext http)
    {
        var wire = _wire.Value;
        var request = await RequestBinder.BindAsync(http, wire.Request, wire.Required);
        var response = await AnswerAsync(http, request);
        await JsonResponse.WriteAsync(http, response, wire.Response);
    }

    private async Task<TResponse> AnswerAsync(HttpContext http, TRequest request)
    {
        var resource = new Resource(permission.Kind, resourceId(request));
        await access.DemandAsync(permission.Action, resource, http.RequestAborted);
        return await handle(request, http.RequestAborted);
    }
}
