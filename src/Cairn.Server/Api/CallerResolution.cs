using Cairn.Core.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cairn.Server.Api;

/// <summary>Resolves the caller of each request, once. The mapping hands it to handlers as a parameter.</summary>
internal static class CallerResolution
{
    /// <summary>Middleware.</summary>
    public static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        http.Features.Set(Caller.Anonymous);
        return next(http);
    }

    /// <summary>Returns the caller that the middleware resolved. For the mapping only.</summary>
    public static Caller CallerOf(HttpContext http) => http.Features.GetRequiredFeature<Caller>();
}
