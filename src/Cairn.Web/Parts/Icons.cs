using Microsoft.AspNetCore.Html;

namespace Cairn.Web.Parts;

/// <summary>Icons of 16 by 16 pixels, drawn with lines in the colour of the text.</summary>
public static class Icons
{
    /// <summary>Cairn's mark.</summary>
    public static IHtmlContent Mark { get; } =
        new HtmlString(
            """<svg class="icon" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true"><g fill="currentColor"><ellipse cx="9" cy="15" rx="7" ry="2.4"/><ellipse cx="9.6" cy="10.3" rx="5.2" ry="2" opacity=".75"/><ellipse cx="8.6" cy="6.3" rx="3.6" ry="1.6" opacity=".55"/><ellipse cx="9.2" cy="3" rx="2" ry="1.2" opacity=".4"/></g></svg>"""
        );

    /// <summary>Experiments.</summary>
    public static IHtmlContent Flask { get; } =
        Lines(
            """<path d="M6 1.5h4M6.7 1.5v4.2L2.9 12.6a1.3 1.3 0 0 0 1.2 1.9h7.8a1.3 1.3 0 0 0 1.2-1.9L9.3 5.7V1.5M4.6 10h6.8"/>"""
        );

    /// <summary>Models.</summary>
    public static IHtmlContent Box { get; } =
        Lines("""<path d="M8 1.6 13.8 4.8v6.4L8 14.4 2.2 11.2V4.8zM2.4 4.9 8 8l5.6-3.1M8 8v6.2"/>""");

    /// <summary>Prompts.</summary>
    public static IHtmlContent Speech { get; } =
        Lines("""<path d="M2 3.5h12v8H8.5L5 14v-2.5H2zM4.8 6.3h6.4M4.8 8.7h4"/>""");

    /// <summary>The user guide.</summary>
    public static IHtmlContent Book { get; } =
        Lines(
            """<path d="M8 3.6C6.6 2.6 4.6 2.3 2 2.4v10.4c2.6-.1 4.6.2 6 1.2 1.4-1 3.4-1.3 6-1.2V2.4c-2.6-.1-4.6.2-6 1.2zM8 3.6V14"/>"""
        );

    /// <summary>The state of the server.</summary>
    public static IHtmlContent Pulse { get; } = Lines("""<path d="M1.5 8.5h3l2-5 3 9.5 2-4.5h3"/>""");

    /// <summary>Search.</summary>
    public static IHtmlContent Glass { get; } =
        Lines("""<circle cx="7" cy="7" r="4.5"/><path d="m10.4 10.4 3.6 3.6"/>""");

    /// <summary>Copy to the clipboard.</summary>
    public static IHtmlContent Copy { get; } =
        Lines(
            """<rect x="2" y="4.5" width="8.5" height="9.5" rx="1.5"/><path d="M5.5 2.2h6.7a1.5 1.5 0 0 1 1.5 1.5v7.8"/>"""
        );

    /// <summary>Light and dark.</summary>
    public static IHtmlContent Theme { get; } =
        new HtmlString(
            """<svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="5.8" fill="none" stroke="currentColor" stroke-width="1.3"/><path d="M8 2.2a5.8 5.8 0 0 1 0 11.6z" fill="currentColor"/></svg>"""
        );

    /// <summary>Rename.</summary>
    public static IHtmlContent Pencil { get; } =
        Lines("""<path d="m2.5 13.5.7-3L10.8 3l2.3 2.3-7.5 7.5zM9.3 4.5l2.3 2.3"/>""");

    /// <summary>Delete.</summary>
    public static IHtmlContent Bin { get; } =
        Lines("""<path d="M2.5 4.2h11M6 4V2.5h4V4M4 4.2l.6 9.3h6.8l.6-9.3M6.7 6.8v4.2M9.3 6.8v4.2"/>""");

    /// <summary>Narrow the navigation.</summary>
    public static IHtmlContent Rail { get; } =
        Lines("""<rect x="2" y="2.5" width="12" height="11" rx="1.5"/><path d="M6 2.5v11"/>""");

    /// <summary>More actions.</summary>
    public static IHtmlContent More { get; } =
        new HtmlString(
            """<svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="currentColor"><circle cx="3" cy="8" r="1.3"/><circle cx="8" cy="8" r="1.3"/><circle cx="13" cy="8" r="1.3"/></svg>"""
        );

    /// <summary>Download.</summary>
    public static IHtmlContent Download { get; } = Lines("""<path d="M8 2v8M4.8 7.2 8 10.4l3.2-3.2M2.5 13.5h11"/>""");

    /// <summary>Times.</summary>
    public static IHtmlContent Clock { get; } = Lines("""<circle cx="8" cy="8" r="6"/><path d="M8 4.6V8l2.3 1.6"/>""");

    /// <summary>Help.</summary>
    public static IHtmlContent Help { get; } =
        Lines(
            """<circle cx="8" cy="8" r="6"/><path d="M6.2 6.2a1.8 1.8 0 1 1 2.6 1.7c-.6.3-.8.7-.8 1.3M8 11.2v.3"/>"""
        );

    private static HtmlString Lines(string shapes) =>
        new(
            $"""<svg class="icon" width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{shapes}</svg>"""
        );
}
