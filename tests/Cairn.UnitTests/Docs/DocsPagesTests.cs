using Cairn.UnitTests.Architecture;
using Cairn.Web.Docs;

namespace Cairn.UnitTests.Docs;

/// <summary>The documentation as the server shows it.</summary>
public sealed class DocsPagesTests
{
    [Fact]
    public void Index_ListsEveryFile()
    {
        string[] files =
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Repository.Root, file)),
            "charts/cairn/README.md",
        ];
        DocsIndex
            .ByName.Values.Select(entry => entry.File)
            .ShouldBe(files, ignoreOrder: true, "list the file in DocsIndex");
        var served = typeof(DocsIndex).Assembly.GetManifestResourceNames();
        files.ShouldAllBe(file => served.Contains(file));
    }

    [Fact]
    public void Render_OfABarInATable_DropsItsBackslash() =>
        Html("| a | b |\n|---|---|\n| `x\\|y` | c |\n").ShouldContain("<code>x|y</code>");

    [Theory]
    [InlineData("docs/storage.md", "azure.md#x", "href=\"azure#x\"")]
    [InlineData("docs/storage.md", "adr/0003-one-sqlite-writer.md", "href=\"adr-0003\"")]
    [InlineData("docs/adr/0003-one-sqlite-writer.md", "../storage.md", "href=\"storage\"")]
    [InlineData("docs/kubernetes.md", "../charts/cairn/README.md", "href=\"chart\"")]
    [InlineData("charts/cairn/README.md", "../../docs/kubernetes.md#a", "href=\"kubernetes#a\"")]
    [InlineData("docs/storage.md", "https://example.com/x.md", "href=\"https://example.com/x.md\"")]
    public void Render_OfALinkToAPage_LeadsThere(string file, string link, string expected) =>
        Html($"[l]({link})", file).ShouldContain(expected);

    [Theory]
    [InlineData("../src/Cairn/Program.cs")]
    [InlineData("../../../etc/passwd.md")]
    public void Render_OfALinkToAnotherFile_KeepsTheText(string link) => Html($"[l]({link})").ShouldBe("<p>l</p>\n");

    [Fact]
    public void Render_OfALongPage_ListsItsSections()
    {
        var page = string.Concat(Enumerable.Range(1, 4).Select(i => $"## Use `part` {i}\n\n### Detail\n\n"));
        DocsMarkdown
            .Render(page, "docs/storage.md")
            .Sections.ShouldBe(Enumerable.Range(1, 4).Select(i => new DocsSection($"use-part-{i}", $"Use part {i}")));
        DocsMarkdown.Render("## One\n", "docs/storage.md").Sections.ShouldBeEmpty();
    }

    [Fact]
    public void Anchors_OfLinksBetweenPages_Exist()
    {
        var broken =
            from entry in DocsIndex.ByName.Values
            let html = Html(File.ReadAllText(Path.Combine(Repository.Root, entry.File)), entry.File)
            from part in html.Split("href=\"").Skip(1)
            let url = part[..part.IndexOf('"', StringComparison.Ordinal)]
            where url.Contains('#', StringComparison.Ordinal) && !url.Contains("://", StringComparison.Ordinal)
            let target = url.StartsWith('#') ? entry.Name : url.Split('#')[0]
            let page = DocsIndex.ByName[target]
            let content = Html(File.ReadAllText(Path.Combine(Repository.Root, page.File)), page.File)
            where !content.Contains($"id=\"{url.Split('#')[1]}\"", StringComparison.Ordinal)
            select $"{entry.File}: {url}";
        broken.ShouldBeEmpty();
    }

    private static string Html(string markdown, string file = "docs/storage.md") =>
        DocsMarkdown.Render(markdown, file).Html;
}
