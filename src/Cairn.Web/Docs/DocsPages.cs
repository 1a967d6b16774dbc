using System.Collections.Frozen;
using System.Reflection;
using Cairn.Core.Access;
using Cairn.Core.Errors;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Docs;

/// <summary>The user guide of this version, which needs no network.</summary>
internal sealed class DocsPages
{
    private const string Prefix = "docs/";
    private static readonly FrozenSet<string> _pages = Assembly
        .GetExecutingAssembly()
        .GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => name[Prefix.Length..])
        .ToFrozenSet(StringComparer.Ordinal);

    public static void Map(IPageRoutes routes)
    {
        routes.Page("/docs/", new(AccessAction.Open, ResourceKind.Server), ListAsync);
        routes.Page("/docs/{page}", new(AccessAction.Open, ResourceKind.Server), PageAsync);
    }

    private static async Task<IResult> ListAsync(PageRequest request)
    {
        var titles = new List<(string Page, string Title)>();
        foreach (var page in _pages.Order(StringComparer.Ordinal))
        {
            titles.Add((page, Title(await MarkdownAsync(page, request.Aborted))));
        }

        var frame = new PageFrame(request, "Documentation", Section.Docs) { Crumbs = [new("Documentation")] };
        return Results.RazorSlice<DocsList, DocsListModel>(new(frame, titles));
    }

    private static async Task<IResult> PageAsync(PageRequest request)
    {
        var page = request.Route("page");
        if (!_pages.Contains(page))
        {
            throw CairnException.Missing($"The documentation has no page '{page}'.");
        }

        var markdown = await MarkdownAsync(page, request.Aborted);
        var frame = new PageFrame(request, Title(markdown), Section.Docs)
        {
            Crumbs = [new("Documentation", "docs/"), new(Title(markdown))],
        };
        var html = new HtmlString(DocsMarkdown.ToHtml(markdown, _pages));
        return Results.RazorSlice<DocsArticle, DocsArticleModel>(new(frame, html));
    }

    private static string Title(string markdown) => markdown.Split('\n', 2)[0].TrimStart('#', ' ');

    private static async Task<string> MarkdownAsync(string page, CancellationToken ct)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + page)!);
        return await reader.ReadToEndAsync(ct);
    }
}

/// <summary>The pages of the guide.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Pages">Their names and titles.</param>
public sealed record DocsListModel(PageFrame Frame, IReadOnlyList<(string Page, string Title)> Pages)
    : PageModel(Frame);

/// <summary>A page of the guide.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Article">Its content.</param>
public sealed record DocsArticleModel(PageFrame Frame, IHtmlContent Article) : PageModel(Frame);
