using System.Text;

namespace Cairn.Web.Artifacts;

/// <summary>Reads lines of cells as RFC 4180 describes them, from a part of a file that may end in mid-line.</summary>
public static class CellReader
{
    /// <summary>Reads lines.</summary>
    /// <param name="bytes">The part, in UTF-8. It begins at the beginning of a line.</param>
    /// <param name="isEnd">Whether the file ends with it.</param>
    /// <param name="separator">A comma or a tab.</param>
    /// <param name="most">How many lines to read.</param>
    /// <returns>The lines, and how many bytes they took.</returns>
    public static (List<string[]> Lines, int Used) Read(ReadOnlySpan<byte> bytes, bool isEnd, char separator, int most)
    {
        var lines = new List<string[]>();
        var cells = new List<string>();
        var cell = new List<byte>();
        var (used, isQuoted, wasQuoted) = (0, false, false);
        for (var i = 0; i < bytes.Length && lines.Count < most; i++)
        {
            var b = bytes[i];
            if (isQuoted)
            {
                if (b != '"')
                {
                    cell.Add(b);
                }
                else if (i + 1 < bytes.Length && bytes[i + 1] == '"')
                {
                    cell.Add(b);
                    i++;
                }
                else
                {
                    isQuoted = false;
                }
            }
            else if (b == '"' && cell.Count == 0 && !wasQuoted)
            {
                (isQuoted, wasQuoted) = (true, true);
            }
            else if (b == separator)
            {
                EndCell();
            }
            else if (b == '\n')
            {
                EndLine();
                used = i + 1;
            }
            else
            {
                cell.Add(b);
            }
        }

        if (isEnd && lines.Count < most && used < bytes.Length)
        {
            EndLine();
            used = bytes.Length;
        }

        return (lines, used);

        void EndCell()
        {
            cells.Add(Encoding.UTF8.GetString([.. cell]));
            cell.Clear();
            wasQuoted = false;
        }

        void EndLine()
        {
            if (cell is [.., (byte)'\r'])
            {
                cell.RemoveAt(cell.Count - 1);
            }

            EndCell();
            lines.Add([.. cells]);
            cells.Clear();
        }
    }
}
