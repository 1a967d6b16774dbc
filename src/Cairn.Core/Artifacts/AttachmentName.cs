using System.Text;

namespace Cairn.Core.Artifacts;

/// <summary>The Content-Disposition header of a download: always an attachment, never shown in place.</summary>
public static class AttachmentName
{
    /// <summary>
    /// The header for a file of this name. Blanks and most signs stand bare, as MLflow's proxy writes them.
    /// </summary>
    public static string Header(string name) => Header(name, static c => c is not ('"' or '\\' or ';' or ','));

    /// <summary>The header for a file of this name, with quotes where RFC 9110 wants them.</summary>
    public static string QuotedHeader(string name) =>
        Header(
            name,
            static c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)
        );

    private static string Header(string name, Func<char, bool> standsBare)
    {
        if (name.All(c => c is >= ' ' and <= '~'))
        {
            return name.All(standsBare) ? $"attachment; filename={name}" : $"attachment; filename={Quote(name)}";
        }

        // RFC 6266: old clients take the ASCII name, all others the encoded one.
        var ascii = string.Concat(name.Select(c => c is >= ' ' and <= '~' ? c : '_'));
        return $"attachment; filename={Quote(ascii)}; filename*=UTF-8''{Encode(name)}";
    }

    private static string Quote(string name) =>
        $"\"{name.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Encode(string name)
    {
        var text = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(name))
        {
            var c = (char)b;
            _ =
                char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~'
                    ? text.Append(c)
                    : text.Append('%').Append(b.ToString("X2", null));
        }

        return text.ToString();
    }
}
