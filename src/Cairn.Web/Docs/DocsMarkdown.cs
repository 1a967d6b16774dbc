using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Tables;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Cairn.Web.Docs;

/// <summary>
/// Turns a page of the guide into HTML. Headings get the anchors that they have on GitHub, so that links hold in both
/// places.
/// </summary>
internal static class DocsMarkdown
{
    private static readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .Build();

    /// <param name="markdown">The page.</param>
    /// <param name="pages">The pages that are served, without their ending.</param>
    public static string ToHtml(string markdown, IReadOnlySet<string> pages)
    {
        var document = Markdown.Parse(markdown, _pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            Follow(link, pages);
        }

        // What scrolls sideways can be reached by keyboard.
        foreach (var wide in document.Descendants().Where(block => block is Table or CodeBlock))
        {
            wide.GetAttributes().AddProperty("tabindex", "0");
        }

        return document.ToHtml(_pipeline);
    }

    /// <summary>
    /// A link to another page leads there; one into the repository, which is not served, is its words only.
    /// </summary>
    private static void Follow(LinkInline link, IReadOnlySet<string> pages)
    {
        var url = link.Url ?? "";
        if (url.StartsWith('#') || url.Contains("://", StringComparison.Ordinal))
        {
            return;
        }

        var (file, anchor) = url.Split('#', 2) is [var name, var part] ? (name, "#" + part) : (url, "");
        var page = Path.GetFileNameWithoutExtension(file);
        if (file == page + ".md" && pages.Contains(page))
        {
            link.Url = page + anchor;
            return;
        }

        link.ReplaceBy(new ContainerInline(), copyChildren: true);
    }
}
