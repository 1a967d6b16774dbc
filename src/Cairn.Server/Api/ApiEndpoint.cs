using Cairn.Core.Access;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Api;

/// <summary>One endpoint: read the request, demand access to all that it touches, answer.</summary>
internal sealed class ApiEndpoint<TRequest>(
    IAccess access,
    AccessAction action,
    Func<HttpContext, ValueTask<TRequest>> read,
    Func<TRequest, Resources> touches,
    Func<HttpContext, TRequest, Caller, Task> answer
)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var request = await read(http);
        var caller = CallerResolution.CallerOf(http);
        await access.DemandAsync(caller, action, touches(request), http.RequestAborted);
        await answer(http, request, caller);
    }
}
