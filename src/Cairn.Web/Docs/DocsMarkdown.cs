using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Tables;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Cairn.Web.Docs;

/// <summary>
/// Turns a page of the documentation into HTML. Headings get the anchors that they have on GitHub, so that links work
/// in both places.
/// </summary>
internal static class DocsMarkdown
{
    private const int MinSections = 4;

    private static readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .Build();

    /// <summary>Renders a page.</summary>
    /// <param name="markdown">The page.</param>
    /// <param name="file">Its path in the repository, which its links are relative to.</param>
    public static DocsArticleContent Render(string markdown, string file)
    {
        var document = Markdown.Parse(markdown, _pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            Follow(link, file);
        }

        foreach (var table in document.Descendants<Table>())
        {
            // GitHub removes the backslash that keeps a bar from ending a cell. Markdig keeps it inside of code.
            foreach (var code in table.Descendants<CodeInline>())
            {
                code.Content = code.Content.Replace("\\|", "|", StringComparison.Ordinal);
            }
        }

        // Everything that scrolls sideways can be reached by keyboard.
        foreach (var wide in document.Descendants().Where(block => block is Table or CodeBlock))
        {
            wide.GetAttributes().AddProperty("tabindex", "0");
        }

        return new(document.ToHtml(_pipeline), Contents(document));
    }

    /// <summary>The second-level headings of a page that is long enough to need a list of them.</summary>
    private static List<DocsSection> Contents(MarkdownDocument document)
    {
        var sections = document
            .Descendants<HeadingBlock>()
            .Where(heading => heading.Level == 2)
            .Select(heading => new DocsSection(heading.GetAttributes().Id ?? "", Text(heading.Inline)))
            .ToList();
        return sections.Count < MinSections ? [] : sections;
    }

    private static string Text(ContainerInline? inlines) =>
        string.Concat(
            (inlines?.Descendants() ?? []).Select(inline =>
                inline switch
                {
                    LiteralInline literal => literal.Content.ToString(),
                    CodeInline code => code.Content,
                    _ => "",
                }
            )
        );

    /// <summary>Points a link at the served page. Of a link to any other file of the repository, the text remains.</summary>
    private static void Follow(LinkInline link, string file)
    {
        var url = link.Url ?? "";
        if (url.StartsWith('#') || url.Contains("://", StringComparison.Ordinal))
        {
            return;
        }

        var (target, anchor) = url.Split('#', 2) is [var name, var part] ? (name, "#" + part) : (url, "");
        var folder = new Uri(new Uri("file:///"), file);
        var page = DocsIndex.NameOf(new Uri(folder, target).AbsolutePath.TrimStart('/'));
        if (page is not null)
        {
            link.Url = page + anchor;
            return;
        }

        link.ReplaceBy(new ContainerInline(), copyChildren: true);
    }
}

/// <summary>A rendered page.</summary>
/// <param name="Html">Its content.</param>
/// <param name="Sections">Its contents list; empty on a short page.</param>
internal sealed record DocsArticleContent(string Html, IReadOnlyList<DocsSection> Sections);

/// <summary>A section of a page.</summary>
/// <param name="Anchor">Its anchor, without the number sign.</param>
/// <param name="Title">Its heading.</param>
public sealed record DocsSection(string Anchor, string Title);
