using System.Text.RegularExpressions;
using Cairn.UnitTests.Architecture;

namespace Cairn.UnitTests.Docs;

/// <summary>Links between the pages of this repository lead somewhere.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Pages_LinkToWhatIsThere()
    {
        string[] pages =
        [
            .. Directory.EnumerateFiles(Repository.Root, "*.md"),
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "charts", "cairn"), "*.md"),
        ];
        var broken =
            from page in pages
            from match in Link().Matches(File.ReadAllText(page))
            let target = match.Groups[1].Value.Split('#')[0]
            where
                target.Length > 0
                && !target.Contains("://", StringComparison.Ordinal)
                && !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, target))
            select $"{Path.GetRelativePath(Repository.Root, page)}: {target}";
        broken.ShouldBeEmpty();
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
