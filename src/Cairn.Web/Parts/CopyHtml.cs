using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace Cairn.Web.Parts;

/// <summary>Buttons that copy a text.</summary>
public static class CopyHtml
{
    /// <summary>A button that copies <paramref name="text"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="label">What the button does, such as "Copy the run's id".</param>
    public static IHtmlContent Of(string text, string label)
    {
        var encoder = HtmlEncoder.Default;
        return new HtmlString(
            $"""<button type="button" class="quiet copy" data-copy="{encoder.Encode(text)}" title="{encoder.Encode(label)}" aria-label="{encoder.Encode(label)}">{Icons.Copy}</button>"""
        );
    }
}
