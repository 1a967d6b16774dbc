using Cairn.Web.Assets;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Frame;

/// <summary>What a page needs to know of its request: where its links lead from, and how its reader likes it.</summary>
public sealed class PageRequest
{
    /// <param name="http">The request.</param>
    /// <param name="staticPrefix">What every path begins with; empty for none.</param>
    /// <param name="time">The clock.</param>
    public PageRequest(HttpContext http, string staticPrefix, TimeProvider time)
    {
        Http = http;
        Now = time.GetUtcNow();
        var path = (http.Request.Path.Value ?? "/")[staticPrefix.Length..];
        Root = RootOf(path);
        var cookies = http.Request.Cookies;
        Theme = cookies["cairn-theme"] is "light" or "dark" ? cookies["cairn-theme"] : null;
        ShowsAbsoluteTimes = cookies["cairn-times"] == "absolute";
        HasNarrowRail = cookies["cairn-rail"] == "narrow";
    }

    /// <summary>The request itself.</summary>
    public HttpContext Http { get; }

    /// <summary>When the page is made.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>
    /// The relative path from this page to the first page. All links are relative, so that they hold behind proxies
    /// that add or remove the beginning of a path.
    /// </summary>
    public string Root { get; }

    /// <summary><c>light</c> or <c>dark</c>; null follows the system.</summary>
    public string? Theme { get; }

    /// <summary>Whether times are shown in full instead of as "3 min ago".</summary>
    public bool ShowsAbsoluteTimes { get; }

    /// <summary>Whether the navigation on the left shows icons alone.</summary>
    public bool HasNarrowRail { get; }

    /// <summary>Cancelled when the client goes away.</summary>
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>A value of the query string; null when it is absent or empty.</summary>
    public string? Query(string name) => Http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>A value of the path.</summary>
    public string Route(string name) => (string)Http.Request.RouteValues[name]!;

    /// <summary>The link to an asset.</summary>
    public string Asset(string path) => $"{Root}assets/{AssetStore.Instance.Hash}/{path}";

    /// <summary>The absolute address of this server as the client sees it, for use in snippets.</summary>
    public string ServerAddress
    {
        get
        {
            var request = Http.Request;
            var here = new Uri($"{request.Scheme}://{request.Host}{request.Path.ToUriComponent()}");
            return new Uri(here, Root).AbsoluteUri.TrimEnd('/');
        }
    }

    /// <summary>The relative path from a path to the first page.</summary>
    /// <param name="path">An absolute path, such as <c>/runs/1</c>.</param>
    public static string RootOf(string path)
    {
        var depth = path.Count(c => c == '/') - 1;
        return depth <= 0 ? "./" : string.Concat(Enumerable.Repeat("../", depth));
    }
}
