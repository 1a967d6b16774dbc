using System.Reflection;
using System.Xml.Linq;

namespace Cairn.UnitTests.Architecture;

/// <summary>Which project may know which: the arrows of the house.</summary>
public sealed class ProjectArrowTests
{
    [Theory]
    [InlineData("Cairn.Contracts", "", "")]
    [InlineData("Cairn.Core", "Cairn.Contracts", "")]
    [InlineData("Cairn.Sql", "Cairn.Core", "Microsoft.Data.Sqlite, Npgsql, SQLitePCLRaw.core")]
    [InlineData("Cairn.Azure", "Cairn.Core", "Azure.Core, Azure.Identity")]
    [InlineData("Cairn.Artifacts", "Cairn.Azure", "AWSSDK.*, Azure.Storage.*, Google.*")]
    [InlineData("Cairn.Web", "Cairn.Core", "RazorSlices, Markdig, HtmlSanitizer, DiffPlex, Parquet.Net")]
    [InlineData(
        "Cairn.Server",
        "Cairn.Artifacts, Cairn.Azure, Cairn.Sql, Cairn.Web",
        "GraphQL-Parser, OpenTelemetry*, Azure.Monitor.*"
    )]
    [InlineData("Cairn", "Cairn.Server", "System.CommandLine")]
    public void Project_KnowsOnlyWhatItMay(string project, string projects, string packages)
    {
        var file = XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"));
        foreach (
            var reference in file.Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value))
        )
        {
            Split(projects).ShouldContain(reference, $"{project} must not know {reference}");
        }

        foreach (var package in file.Descendants("PackageReference").Select(r => r.Attribute("Include")!.Value))
        {
            Split(packages).ShouldContain(allowed => Fits(package, allowed), $"{project} must not use {package}");
        }
    }

    [Theory]
    [InlineData("Cairn.Contracts")]
    [InlineData("Cairn.Core")]
    [InlineData("Cairn.Sql")]
    [InlineData("Cairn.Azure")]
    [InlineData("Cairn.Artifacts")]
    public void InnerProject_DoesNotKnowTheWeb(string project) =>
        Assembly
            .Load(project)
            .GetReferencedAssemblies()
            .ShouldNotContain(a => a.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    private static string[] Split(string text) => text.Split(", ", StringSplitOptions.RemoveEmptyEntries);

    private static bool Fits(string package, string allowed) =>
        allowed.EndsWith('*') ? package.StartsWith(allowed[..^1], StringComparison.Ordinal) : package == allowed;
}
