using System.Text.RegularExpressions;
using Cairn.UnitTests.Architecture;

namespace Cairn.UnitTests.Docs;

/// <summary>The compatibility page names everything that Cairn adds to a database.</summary>
public sealed partial class CompatibilityPageTests
{
    [Fact]
    public void Page_NamesEveryAddition()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "compatibility.md"));
        var additions = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src", "Cairn.Sql"), "*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".sql", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(f => Created().Matches(File.ReadAllText(f)))
            .Select(m => m.Groups[1].Value)
            .Distinct()
            .ToList();
        additions.ShouldNotBeEmpty();
        additions.Where(name => !page.Contains($"`{name}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"CREATE (?:UNIQUE INDEX|INDEX|TABLE) (?:IF NOT EXISTS )?(cairn_\w+)")]
    private static partial Regex Created();
}
