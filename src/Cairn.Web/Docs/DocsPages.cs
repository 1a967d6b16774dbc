using System.Reflection;
using Cairn.Core.Access;
using Cairn.Core.Errors;
using Cairn.Web.Frame;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Docs;

/// <summary>The documentation of this version, which needs no network.</summary>
internal sealed class DocsPages
{
    public static void Map(IPageRoutes routes)
    {
        routes.Page("/docs/", new(AccessAction.Open, ResourceKind.Server), ListAsync);
        routes.Page("/docs/{page}", new(AccessAction.Open, ResourceKind.Server), PageAsync);
    }

    private static async Task<IResult> ListAsync(PageRequest request)
    {
        var groups = new List<DocsListGroup>();
        foreach (var group in DocsIndex.Groups)
        {
            var links = new List<DocsLink>();
            foreach (var entry in group.Entries)
            {
                var title = Title(await MarkdownAsync(entry, request.Aborted));
                links.Add(new(entry.Name, title, entry.Description));
            }

            groups.Add(new(group.Title, links));
        }

        var frame = new PageFrame(request, "Documentation", Section.Docs) { Crumbs = [new("Documentation")] };
        return Results.RazorSlice<DocsList, DocsListModel>(new(frame, groups));
    }

    private static async Task<IResult> PageAsync(PageRequest request)
    {
        var page = request.Route("page");
        if (!DocsIndex.ByName.TryGetValue(page, out var entry))
        {
            throw CairnException.Missing($"The documentation has no page '{page}'.");
        }

        var markdown = await MarkdownAsync(entry, request.Aborted);
        var frame = new PageFrame(request, Title(markdown), Section.Docs)
        {
            Crumbs = [new("Documentation", "docs/"), new(Title(markdown))],
        };
        var content = DocsMarkdown.Render(markdown, entry.File);
        return Results.RazorSlice<DocsArticle, DocsArticleModel>(
            new(frame, new HtmlString(content.Html), content.Sections)
        );
    }

    private static string Title(string markdown) => markdown.Split('\n', 2)[0].TrimStart('#', ' ');

    private static async Task<string> MarkdownAsync(DocsEntry entry, CancellationToken ct)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(entry.File)!);
        return await reader.ReadToEndAsync(ct);
    }
}

/// <summary>The index of the documentation.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Groups">The pages, in groups.</param>
public sealed record DocsListModel(PageFrame Frame, IReadOnlyList<DocsListGroup> Groups) : PageModel(Frame);

/// <summary>A group of the index.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Links">Its pages.</param>
public sealed record DocsListGroup(string Title, IReadOnlyList<DocsLink> Links);

/// <summary>A page in the index.</summary>
/// <param name="Name">Its name in the URL.</param>
/// <param name="Title">Its title.</param>
/// <param name="Description">What it is about.</param>
public sealed record DocsLink(string Name, string Title, string Description);

/// <summary>A page of the documentation.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Article">Its content.</param>
/// <param name="Sections">Its contents list; empty on a short page.</param>
public sealed record DocsArticleModel(PageFrame Frame, IHtmlContent Article, IReadOnlyList<DocsSection> Sections)
    : PageModel(Frame);
