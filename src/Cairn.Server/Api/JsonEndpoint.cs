using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core.Access;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Api;

/// <summary>One JSON endpoint: read the request, demand access to all that it touches, answer.</summary>
internal sealed class JsonEndpoint<TRequest, TResponse>(
    IAccess access,
    AccessAction action,
    Func<TRequest, Resources> touches,
    Func<TRequest, Caller, CancellationToken, Task<TResponse>> handle
)
{
    private readonly JsonWire<TRequest, TResponse> _wire = new();

    /// <summary>Answers a request that another endpoint makes on behalf of its caller.</summary>
    public async Task<JsonElement> CallAsync(HttpContext http, JsonObject json) =>
        _wire.ToJson(await AnswerAsync(http, _wire.Parse(json)));

    public async Task InvokeAsync(HttpContext http) =>
        await _wire.WriteAsync(http, AnswerAsync(http, await _wire.ReadAsync(http)));

    private async Task<TResponse> AnswerAsync(HttpContext http, TRequest request)
    {
        var caller = CallerResolution.CallerOf(http);
        await access.DemandAsync(caller, action, touches(request), http.RequestAborted);
        return await handle(request, caller, http.RequestAborted);
    }
}
