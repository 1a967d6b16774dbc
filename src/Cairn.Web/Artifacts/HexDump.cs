using System.Globalization;
using System.Text;

namespace Cairn.Web.Artifacts;

/// <summary>Bytes as hexadecimal digits and as characters, 16 in a line.</summary>
public static class HexDump
{
    private const int Width = 16;

    /// <summary>Returns the lines.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        for (var line = 0; line < bytes.Length; line += Width)
        {
            var part = bytes[line..Math.Min(line + Width, bytes.Length)];
            text.Append(CultureInfo.InvariantCulture, $"{line:x8}  ");
            for (var i = 0; i < Width; i++)
            {
                text.Append(i < part.Length ? part[i].ToString("x2", CultureInfo.InvariantCulture) : "  ");
                text.Append(i == (Width / 2) - 1 ? "  " : " ");
            }

            text.Append(' ');
            foreach (var b in part)
            {
                text.Append(b is >= 0x20 and < 0x7f ? (char)b : '.');
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
