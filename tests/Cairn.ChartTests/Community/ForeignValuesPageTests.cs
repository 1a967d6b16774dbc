using System.Text;

namespace Cairn.ChartTests;

/// <summary>The Kubernetes page lists the values of other charts as the chart treats them.</summary>
public sealed class ForeignValuesPageTests
{
    private const string Start = "<!-- foreign values: made from charts/cairn/community.yaml -->\n";
    private const string End = "<!-- end of foreign values -->";

    [Fact]
    public void Page_TranslatesEveryValue()
    {
        var path = Repository.At("docs", "kubernetes.md");
        var page = File.ReadAllText(path);
        var (start, end) = (
            page.IndexOf(Start, StringComparison.Ordinal) + Start.Length,
            page.IndexOf(End, StringComparison.Ordinal)
        );
        var tables = Tables();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, page[..start] + tables + page[end..]);
            return;
        }

        page[start..end].ShouldBe(tables, "run this test with UPDATE_DOCS=1 to write the page anew");
    }

    private static string Tables()
    {
        var text = new StringBuilder(
            "\nThe chart refuses these values of the community chart when they are switched on:\n"
        );
        text.Append("\n| value | reason | instead |\n|---|---|---|\n");
        foreach (var entry in Community.Refused)
        {
            text.Append($"| `{entry.Value}` | {entry.Reason} | {entry.Instead} |\n");
        }

        text.Append("\nIt accepts these, and the release notes say that they have no effect:\n");
        text.Append("\n| value | reason |\n|---|---|\n");
        foreach (var entry in Community.Ignored)
        {
            text.Append($"| `{entry.Value}` | {char.ToUpperInvariant(entry.Reason[0])}{entry.Reason[1..]}. |\n");
        }

        text.Append(
            "\nIt refuses the values of MLflow's own chart (`charts` in MLflow's repository). Translate them:\n"
        );
        text.Append("\n| MLflow's own chart | this chart |\n|---|---|\n");
        foreach (var entry in Community.Official)
        {
            text.Append($"| `{entry.Value}` | {entry.Instead} |\n");
        }

        return text.Append('\n').ToString();
    }
}
