using System.Collections.Frozen;
using System.Reflection;
using System.Text.Encodings.Web;
using Cairn.Core.Access;
using Cairn.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Home;

/// <summary>The user guide, as it was when this server was built: it needs no network.</summary>
internal sealed class DocsPages(ApiOptions options)
{
    private const string Prefix = "docs/";
    private static readonly FrozenSet<string> _pages = Assembly
        .GetExecutingAssembly()
        .GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => name[Prefix.Length..])
        .ToFrozenSet(StringComparer.Ordinal);

    public void Map(ApiRoutes routes)
    {
        routes.Raw("GET", "/docs/", new(AccessAction.Open, ResourceKind.Server), ListAsync);
        routes.Raw("GET", "/docs/{page}", new(AccessAction.Open, ResourceKind.Server), PageAsync);
    }

    private async Task ListAsync(HttpContext http)
    {
        var items = new List<string>();
        foreach (var page in _pages.Order(StringComparer.Ordinal))
        {
            var title = (await MarkdownAsync(page, http.RequestAborted)).Split('\n', 2)[0].TrimStart('#', ' ');
            items.Add($"<li><a href=\"{Text($"{options.StaticPrefix}/docs/{page}")}\">{Text(title)}</a></li>");
        }

        await AnswerAsync(
            http,
            "Cairn: documentation",
            $"<h1>Documentation</h1><ul>{string.Concat(items)}</ul>",
            $"<a href=\"{Text(options.StaticPrefix)}/\">Home</a>"
        );
    }

    private async Task PageAsync(HttpContext http)
    {
        if (http.Request.RouteValues["page"] is not string page || !_pages.Contains(page))
        {
            await UnknownRoutes.AnswerNotFoundAsync(http);
            return;
        }

        var article = DocsMarkdown.ToHtml(await MarkdownAsync(page, http.RequestAborted), _pages);
        await AnswerAsync(
            http,
            $"Cairn: {page}",
            $"<article>{article}</article>",
            $"<a href=\"{Text(options.StaticPrefix)}/docs/\">Documentation</a>"
        );
    }

    private static Task AnswerAsync(HttpContext http, string title, string content, string links)
    {
        http.Response.Headers.ContentSecurityPolicy = HomePage.Policy;
        return PlainText.WriteAsync(
            http,
            StatusCodes.Status200OK,
            $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Text(
                title
            )}</title>
            <style>{HomeStyle.Css}</style></head>
            <body><main>{content}
            <nav aria-label="More">{links}</nav></main></body>
            </html>

            """,
            "text/html; charset=utf-8"
        );
    }

    private static async Task<string> MarkdownAsync(string page, CancellationToken ct)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + page)!);
        return await reader.ReadToEndAsync(ct);
    }

    private static string Text(string value) => HtmlEncoder.Default.Encode(value);
}
