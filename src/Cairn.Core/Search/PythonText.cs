using System.Globalization;
using System.Text;

namespace Cairn.Core.Search;

/// <summary>Values in the notation that MLflow's messages quote them in.</summary>
internal static class PythonText
{
    /// <summary>A text in quotes: single ones, unless it contains such and no double ones.</summary>
    public static string Repr(string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        var result = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => result.Append("\\\\"),
                '\n' => result.Append("\\n"),
                '\r' => result.Append("\\r"),
                '\t' => result.Append("\\t"),
                _ when c == quote => result.Append('\\').Append(c),
                < ' ' or '\x7f' => result.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => result.Append(c),
            };
        }

        return result.Append(quote).ToString();
    }

    /// <summary>A tuple of values that are in their notation already.</summary>
    public static string Tuple(IReadOnlyList<string> values) =>
        values.Count == 1 ? $"({values[0]},)" : $"({string.Join(", ", values)})";
}
