using System.Text;
using System.Text.Encodings.Web;
using DiffPlex;
using Microsoft.AspNetCore.Html;

namespace Cairn.Web.Parts;

/// <summary>The difference between two texts, word by word.</summary>
public static class WordDiff
{
    private static readonly char[] _separators = [' ', '\n', '\t', '.', ',', ';', ':', '(', ')', '{', '}'];

    /// <summary>The new text, with removed words in <c>del</c> and added ones in <c>ins</c>.</summary>
    /// <param name="before">The old text.</param>
    /// <param name="after">The new text.</param>
    public static IHtmlContent Of(string before, string after)
    {
        var diff = Differ.Instance.CreateWordDiffs(before, after, ignoreWhitespace: false, _separators);
        var html = new StringBuilder();
        var at = 0;
        foreach (var block in diff.DiffBlocks)
        {
            Add(html, diff.PiecesNew.Skip(at).Take(block.InsertStartB - at), null);
            Add(html, diff.PiecesOld.Skip(block.DeleteStartA).Take(block.DeleteCountA), "del");
            Add(html, diff.PiecesNew.Skip(block.InsertStartB).Take(block.InsertCountB), "ins");
            at = block.InsertStartB + block.InsertCountB;
        }

        Add(html, diff.PiecesNew.Skip(at), null);
        return new HtmlString(html.ToString());
    }

    private static void Add(StringBuilder html, IEnumerable<string> words, string? element)
    {
        var text = HtmlEncoder.Default.Encode(string.Concat(words));
        if (text.Length > 0)
        {
            html.Append(element is null ? text : $"<{element}>{text}</{element}>");
        }
    }
}
