using System.Collections.Frozen;
using System.Reflection;
using System.Text.Encodings.Web;
using Cairn.Core.Access;
using Cairn.Server.Api;
using Cairn.Server.Hosting;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Home;

/// <summary>The user guide, as it was when this server was built: it needs no network.</summary>
internal sealed class DocsPages(ServerOptions options)
{
    private const string Prefix = "docs/";
    private static readonly FrozenDictionary<string, string> _resources = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], name => name, StringComparer.Ordinal);

    public void Map(ApiRoutes routes)
    {
        routes.Raw("GET", "/docs/", new(AccessAction.Open, ResourceKind.Server), ListAsync);
        routes.Raw("GET", "/docs/{page}", new(AccessAction.Open, ResourceKind.Server), PageAsync);
    }

    private Task ListAsync(HttpContext http)
    {
        var items = _resources.Keys.Order(StringComparer.Ordinal)
            .Select(page => $"<li><a href=\"{HtmlEncoder.Default.Encode($"{options.StaticPrefix}/docs/{page}")}\">{HtmlEncoder.Default.Encode(Title(page))}</a></li>");
        http.Response.Headers.ContentSecurityPolicy = HomePage.Policy;
        return PlainText.WriteAsync(
            http,
            StatusCodes.Status200OK,
            $"""
             <!doctype html>
             <html lang="en">
             <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Cairn: documentation</title>
             <style>{HomeStyle.Css}</style></head>
             <body><main><h1>Documentation</h1><ul>{string.Concat(items)}</ul>
             <nav aria-label="More"><a href="{options.StaticPrefix}/">Home</a></nav></main></body>
             </html>

             """,
            "text/html; charset=utf-8");
    }

    private static async Task PageAsync(HttpContext http)
    {
        if (http.Request.RouteValues["page"] is not string page || !_resources.TryGetValue(page, out var resource))
        {
            await UnknownRoutes.AnswerNotFoundAsync(http);
            return;
        }

        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        await PlainText.WriteAsync(http, StatusCodes.Status200OK, await reader.ReadToEndAsync(http.RequestAborted), "text/plain; charset=utf-8");
    }

    /// <summary>A page's first heading.</summary>
    private static string Title(string page)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(_resources[page])!);
        return reader.ReadLine()?.TrimStart('#', ' ') is { Length: > 0 } title ? title : page;
    }
}
