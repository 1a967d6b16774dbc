using System.Text.RegularExpressions;

namespace Cairn.UnitTests.Docs;

/// <summary>A row of the troubleshooting tables in docs/azure.md.</summary>
/// <param name="Section">The heading above it.</param>
/// <param name="Anchor">What errors point to.</param>
/// <param name="Message">The error, with an ellipsis where it varies.</param>
/// <param name="Status">The HTTP statuses that it comes with; what to do, in a table without them.</param>
internal sealed partial record Trouble(string Section, string Anchor, string Message, string Status)
{
    /// <summary>The section whose errors Helm prints.</summary>
    public const string OfTheChart = "What the chart refuses";

    public static IReadOnlyList<Trouble> ReadAll(string page)
    {
        var troubles = new List<Trouble>();
        var section = "";
        foreach (var line in page.Split('\n'))
        {
            section = line.StartsWith("##", StringComparison.Ordinal) ? line.TrimStart('#', ' ') : section;
            if (Row().Match(line) is { Success: true } row)
            {
                troubles.Add(new(section, row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value.Trim()));
            }
        }

        return troubles;
    }

    /// <summary>Whether an error is the one of this row.</summary>
    public bool Describes(string error) =>
        Regex.IsMatch(
            error,
            Regex.Escape(Message).Replace("…", ".+", StringComparison.Ordinal),
            RegexOptions.Singleline
        );

    [GeneratedRegex(@"^\| <a id=""([a-z-]+)""></a>`([^`]+)` \|([^|]*)\|")]
    private static partial Regex Row();
}
