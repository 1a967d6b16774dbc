using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Server.Monitoring;

/// <summary>Counts requests by route, never by path: what clients make up must not make series.</summary>
internal sealed class RequestCounts(TimeProvider time)
{
    private static readonly string[] _methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    private readonly ConcurrentDictionary<(string Route, string Method, int Status), RequestSeries> _series = new();

    /// <summary>What was counted.</summary>
    public IEnumerable<((string Route, string Method, int Status) Key, RequestSeries Series)> All =>
        _series.OrderBy(p => p.Key.Route, StringComparer.Ordinal).ThenBy(p => p.Key.Method, StringComparer.Ordinal).ThenBy(p => p.Key.Status).Select(p => (p.Key, p.Value));

    /// <summary>Counts a request once it is answered.</summary>
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var start = time.GetTimestamp();
        try
        {
            await next(http);
        }
        finally
        {
            var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";
            var method = Array.Find(_methods, m => m == http.Request.Method) ?? "other";
            _series.GetOrAdd((route, method, http.Response.StatusCode), static _ => new()).Add(time.GetElapsedTime(start));
        }
    }
}
