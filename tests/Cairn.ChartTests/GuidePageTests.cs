using System.Text.RegularExpressions;

namespace Cairn.ChartTests;

/// <summary>What Cairn's own guide says of the chart renders.</summary>
public sealed partial class GuidePageTests
{
    public static TheoryData<string> Blocks =>
        [.. Pages().SelectMany(page => ValuesBlock().Matches(page)).Select(m => m.Groups[1].Value)];

    public static TheoryData<string> Commands =>
        [
            .. from page in Pages()
            from block in ShellBlock().Matches(page)
            from line in block.Groups[1].Value.Replace("\\\n", " ").Split('\n')
            where
                line.StartsWith("helm install ")
                || line.StartsWith("helm upgrade ")
                || line.StartsWith("helm template ")
            select line.Split("  #")[0],
        ];

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task Values_Render(string values) =>
        (await Chart.RenderAsync(values)).One("Deployment").ShouldNotBeNull();

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task HelmCommand_Renders(string command)
    {
        // The shell splits the line; Helm renders instead of asking a cluster. values.yaml is the reader's own: the
        // guide's, here.
        var template = HelmVerb()
            .Replace(command, "\"$HELM\" template $1")
            .Replace("charts/cairn", Chart.Folder)
            .Replace("--create-namespace", "")
            .Replace("> values.yaml", "");
        var folder = Directory.CreateTempSubdirectory("cairn-chart-");
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "values.yaml"),
            Chart.Guide("account-key"),
            TestContext.Current.CancellationToken
        );
        var (code, text) = await Tool.Find("sh", "sh", "install a shell")
            .RunAsync(["-c", $"HELM=$0; CLIENT_ID=c; cd {folder.FullName} && {template}", Chart.Helm().Location]);
        folder.Delete(recursive: true);
        code.ShouldBe(0, text);
    }

    private static IEnumerable<string> Pages() =>
        Directory
            .EnumerateFiles(Repository.At("docs"), "*.md")
            .Append(Path.Combine(Chart.Folder, "README.md"))
            .Select(File.ReadAllText);

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ValuesBlock();

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex("^helm (?:upgrade --install|install|upgrade|template) (.*)")]
    private static partial Regex HelmVerb();
}
