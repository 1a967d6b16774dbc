using Cairn.Arrows;

namespace Cairn.UnitTests.Architecture;

/// <summary>The folders of a project form layers: no two use each other, directly or through others.</summary>
public sealed class FolderArrowTests
{
    /// <summary>Circles that are still to be untied. Take folders out; never put any in.</summary>
    private static readonly Dictionary<string, string[]> _tolerated = new()
    {
        ["Cairn"] = ["Commands", "Commands/Artifacts", "Commands/Doctor", "Db"],
        ["Cairn.Contracts"] =
        [
            "Artifacts",
            "Experiments",
            "GraphQl",
            "Json",
            "LoggedModels",
            "Metrics",
            "Registry",
            "Runs",
            "Webhooks",
        ],
        ["Cairn.Sql"] =
        [
            "Copy",
            "Dialects",
            "Engine",
            "Engine/Postgres",
            "Engine/Sqlite",
            "Metrics",
            "Registry",
            "Runs",
            "Schema",
            "Schema/Upgrade",
            "Search",
            "Webhooks",
        ],
    };

    public static TheoryData<string> Projects =>
        [
            .. Directory
                .EnumerateDirectories(Path.Combine(Repository.Root, "src"))
                .Select(path => Path.GetFileName(path)!),
        ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_FormLayers(string project)
    {
        var graph = FolderGraph.Read(Path.Combine(Repository.Root, "src", project));
        graph
            .Knots()
            .Select(knot => string.Join(", ", knot.Except(_tolerated.GetValueOrDefault(project, []))))
            .Where(knot => knot.Length > 0)
            .ShouldBeEmpty("these folders use each other in circles; ./arrows.sh draws them");
    }

    [Fact]
    public void Knots_ImportsAndTypesOfFoldersAbove_AreArrows()
    {
        var graph = FolderGraph.Of(
            "P",
            [
                new("A", "using P.B;\nnamespace P.A;\ninternal sealed class One;"),
                new(
                    "B",
                    "namespace P.B;\n// One in a comment, \"One\" in a text\ninternal sealed class Two(Root root);"
                ),
                new("B/C", "namespace P.B.C;\npublic record Three(Two Two);"),
                new("", "namespace P;\nusing P.B.C;\npublic class Root { }"),
            ]
        );
        graph.Arrows["A"].ShouldBe(["B"]);
        graph.Arrows["B"].ShouldBe([""]);
        graph.Arrows["B/C"].ShouldBe(["B"]);
        graph.Arrows[""].ShouldBe(["B/C"]);
        graph.Knots().ShouldHaveSingleItem().ShouldBe(["", "B", "B/C"]);
        graph.Layers()["A"].ShouldBe(graph.Layers()["B"] + 1);
    }

    [Fact]
    public void Draw_Graph_IsAnSvgWithEveryFolder()
    {
        var graph = FolderGraph.Of("P", [new("A", "using P.B;"), new("B", "")]);
        var picture = System.Xml.Linq.XDocument.Parse(Picture.Draw([graph])).ToString();
        picture.ShouldContain(">A<");
        picture.ShouldContain(">B<");
        picture.ShouldContain("<path ");
    }
}
