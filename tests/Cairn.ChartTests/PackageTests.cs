namespace Cairn.ChartTests;

public sealed class PackageTests
{
    [Fact]
    public async Task Lint_IsStrictlyClean()
    {
        var (code, text) = await Chart.Helm().RunAsync(["lint", "--strict", Chart.Folder]);
        code.ShouldBe(0, text);
    }

    [Fact]
    public async Task Package_IsMade()
    {
        var folder = Directory.CreateTempSubdirectory("cairn-chart-");
        var (code, text) = await Chart.Helm().RunAsync(["package", Chart.Folder, "--destination", folder.FullName]);
        code.ShouldBe(0, text);
        folder.GetFiles("cairn-*.tgz").ShouldHaveSingleItem();
        folder.Delete(recursive: true);
    }
}
