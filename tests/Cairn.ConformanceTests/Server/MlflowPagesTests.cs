using System.Net;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Server;

public sealed class MlflowPagesTests : IDisposable
{
    private static readonly CancellationToken _ct = TestContext.Current.CancellationToken;
    private readonly DirectoryInfo _build = Directory.CreateTempSubdirectory("cairn-ui-");

    public MlflowPagesTests()
    {
        Write("index.html", "<!doctype html><script defer src=\"static-files/static/js/main.js\"></script>");
        Write("static/js/main.js", "fetch('ajax-api/2.0/mlflow/experiments/search');");
        Write("static/media/font.woff2", "font");
        File.WriteAllText(Path.Combine(_build.Parent!.FullName, _build.Name + "-secret"), "hidden text");
    }

    [Theory]
    [InlineData(false, "/mlflow-ui/")]
    [InlineData(true, "/")]
    public async Task Pages_AreServed_WithTheirFilesAndTheApi(bool areHome, string root)
    {
        await using var server = await StartAsync(areHome);
        var page = await server.Http.GetAsync(new Uri(root, UriKind.Relative), _ct);
        (await page.Content.ReadAsStringAsync(_ct)).ShouldContain("static-files/static/js/main.js");
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        page.Headers.CacheControl!.NoCache.ShouldBeTrue();
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self';");

        var script = await server.Http.GetAsync(
            new Uri(root + "static-files/static/js/main.js", UriKind.Relative),
            _ct
        );
        script.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        script.Headers.CacheControl!.MaxAge.ShouldNotBeNull();
        await ShouldAnswerAsync(server, root + "ajax-api/2.0/mlflow/experiments/get?experiment_id=0", "Default");
        await ShouldAnswerAsync(server, root + "ajax-api/3.0/mlflow/ui-telemetry", "\"disable_ui_telemetry\": true");
    }

    [Theory]
    [InlineData("/mlflow-ui/static-files/none.js", HttpStatusCode.NotFound)]
    [InlineData("/mlflow-ui/static-files/", HttpStatusCode.NotFound)]
    [InlineData("/mlflow-ui/static-files/static", HttpStatusCode.NotFound)]
    [InlineData("/mlflow-ui/static-files/..%2f{0}-secret", HttpStatusCode.NotFound)]
    [InlineData("/mlflow-ui/static-files/%2e%2e/{0}-secret", HttpStatusCode.NotFound)]
    [InlineData("/mlflow-ui/other", HttpStatusCode.NotFound)]
    public async Task Files_OutsideTheBuild_AreNotFound(string path, HttpStatusCode status)
    {
        await using var server = await StartAsync(areHome: false);
        var response = await server.Http.GetAsync(
            new Uri(path.Replace("{0}", _build.Name, StringComparison.Ordinal), UriKind.Relative),
            _ct
        );
        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadAsStringAsync(_ct)).ShouldNotContain("hidden text");
    }

    [Fact]
    public async Task Page_WithoutItsSlash_RedirectsToIt()
    {
        await using var server = await StartAsync(areHome: false);
        var page = await server.Http.GetAsync(new Uri("/mlflow-ui?a=1", UriKind.Relative), _ct);
        page.RequestMessage!.RequestUri!.PathAndQuery.ShouldBe("/mlflow-ui/?a=1");
    }

    public void Dispose()
    {
        File.Delete(Path.Combine(_build.Parent!.FullName, _build.Name + "-secret"));
        _build.Delete(recursive: true);
    }

    private static async Task ShouldAnswerAsync(RunningCairn server, string path, string text) =>
        (await server.Http.GetStringAsync(new Uri(path, UriKind.Relative), _ct)).ShouldContain(text);

    private Task<RunningCairn> StartAsync(bool areHome) =>
        RunningCairn.StartAsync(o =>
            o with
            {
                MlflowPages = new() { Directory = _build.FullName, AreHome = areHome },
            }
        );

    private void Write(string path, string text)
    {
        var file = new FileInfo(Path.Combine(_build.FullName, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
    }
}
