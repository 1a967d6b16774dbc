using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Cairn.Contracts.Registry;
using Microsoft.AspNetCore.Html;

namespace Cairn.Web.Prompts;

/// <summary>The text of a prompt's version.</summary>
public static partial class PromptText
{
    /// <summary>The text; empty when the version has none.</summary>
    public static string Of(ModelVersion version) =>
        (version.Tags ?? []).FirstOrDefault(t => t.Key == Core.Registry.Prompts.TextTag)?.Value ?? "";

    /// <summary>The names of the variables, each once, in the order of the text.</summary>
    public static IEnumerable<string> Variables(string text) =>
        Variable().Matches(text).Select(m => m.Groups[1].Value).Distinct();

    /// <summary>The text as HTML, with its variables marked.</summary>
    public static IHtmlContent Marked(string text) =>
        // The encoder leaves braces and the characters of names as they are.
        new HtmlString(Variable().Replace(HtmlEncoder.Default.Encode(text), "<mark>$0</mark>"));

    [GeneratedRegex(@"\{\{\s*([\w.]+)\s*\}\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
