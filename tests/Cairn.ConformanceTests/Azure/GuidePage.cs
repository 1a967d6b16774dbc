using System.Text.RegularExpressions;

namespace Cairn.ConformanceTests.Azure;

/// <summary>Commands as docs/azure.md and docs/kubernetes.md have people type them.</summary>
internal static partial class GuidePage
{
    /// <summary>The shell blocks of a page.</summary>
    public static IEnumerable<string> ShellBlocks(string page) =>
        ShellBlock().Matches(Read(page)).Select(m => m.Groups[1].Value);

    /// <summary>The commands of the shell blocks, each in one line.</summary>
    public static IEnumerable<string> Commands(string page) =>
        ShellBlocks(page)
            .SelectMany(block => block.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
            .Where(line => line.Length > 0);

    /// <summary>The commands of Cairn in the table of what takes the place of az and python.</summary>
    public static IEnumerable<string> Replacements() =>
        from line in Read("azure").Split("## Instead of az and python")[1].Split("\n## ")[0].Split('\n')
        where line.StartsWith("| `", StringComparison.Ordinal)
        from code in Code().Matches(Regex.Split(line, @"(?<!\\)\|")[2])
        where code.Groups[1].Value.StartsWith("cairn ", StringComparison.Ordinal)
        select code.Groups[1].Value;

    private static string Read(string page)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Cairn.slnx")))
        {
            folder =
                folder.Parent ?? throw new InvalidOperationException("These tests run from within their repository.");
        }

        return File.ReadAllText(Path.Combine(folder.FullName, "docs", page + ".md"));
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
