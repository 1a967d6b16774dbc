using System.Text;
using System.Text.RegularExpressions;

namespace Cairn.ChartTests;

/// <summary>The chart's README lists the values as their comments explain them.</summary>
public sealed partial class ReadmeTests
{
    private const string Start = "<!-- values: made from values.yaml -->\n";
    private const string End = "<!-- end of values -->";

    [Fact]
    public void Readme_ListsEveryValue()
    {
        var path = Path.Combine(Chart.Folder, "README.md");
        var page = File.ReadAllText(path);
        var (start, end) = (
            page.IndexOf(Start, StringComparison.Ordinal) + Start.Length,
            page.IndexOf(End, StringComparison.Ordinal)
        );
        var table = Table(File.ReadAllLines(Path.Combine(Chart.Folder, "values.yaml")));
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, page[..start] + table + page[end..]);
            return;
        }

        page[start..end].ShouldBe(table, "run this test with UPDATE_DOCS=1 to write the page anew");
    }

    private static string Table(string[] lines)
    {
        var table = new StringBuilder("\n| value | default | |\n|---|---|---|\n");
        var (path, comment) = (new List<(int Indent, string Key)>(), new List<string>());
        foreach (var line in lines)
        {
            if (line.TrimStart() is ['#', .. var text])
            {
                comment.Add(text.TrimStart(' ', '-'));
            }
            else if (Entry().Match(line) is { Success: true } entry)
            {
                var indent = entry.Groups[1].Length;
                path.RemoveAll(p => p.Indent >= indent);
                path.Add((indent, entry.Groups[2].Value));
                if (entry.Groups[3].Value is { Length: > 0 } value)
                {
                    table.Append(
                        $"| `{string.Join('.', path.Select(p => p.Key))}` | `{value}` | {string.Join(' ', comment)} |\n"
                    );
                }

                comment.Clear();
            }
            else if (line.Length == 0)
            {
                comment.Clear();
            }
        }

        return table.Append('\n').ToString();
    }

    [GeneratedRegex(@"^( *)([A-Za-z]+): *(.*)$")]
    private static partial Regex Entry();
}
