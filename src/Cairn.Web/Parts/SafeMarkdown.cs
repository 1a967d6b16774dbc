using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;

namespace Cairn.Web.Parts;

/// <summary>Markdown that a client wrote, as HTML that cannot do harm.</summary>
public static class SafeMarkdown
{
    // HTML inside of the text is shown as text.
    private static readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseTaskLists()
        .UseEmphasisExtras()
        .UseAutoLinks()
        .DisableHtml()
        .Build();

    /// <summary>Returns the text as HTML. Links lead only to web and mail addresses and to places of this server.</summary>
    /// <param name="text">The text.</param>
    public static IHtmlContent Of(string text)
    {
        var document = Markdown.Parse(text, _pipeline);
        foreach (var link in document.Descendants<LinkInline>())
        {
            link.Url = IsSafe(link.Url) ? link.Url : "#";
        }

        foreach (var link in document.Descendants<AutolinkInline>().ToList())
        {
            if (!link.IsEmail && !IsSafe(link.Url))
            {
                link.ReplaceBy(new LiteralInline(link.Url));
            }
        }

        return new HtmlString(document.ToHtml(_pipeline));
    }

    private static bool IsSafe(string? url) =>
        url is not null
        && !url.Any(char.IsControl)
        && (
            !url.Contains(':', StringComparison.Ordinal)
            || (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https" or "mailto"))
            || url.StartsWith('#')
        );
}
