using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Artifacts;

public sealed class ArtifactEndpointTests(SharedCairn cairn)
{
    private const string Proxy = "/api/2.0/mlflow-artifacts/artifacts/";
    private readonly HttpClient _http = cairn.Server.Http;
    private readonly string _folder = Proxy + Guid.NewGuid().ToString("N") + "/";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("bytes=1-2", "bc", "bytes 1-2/6")]
    [InlineData("bytes=4-", "ef", "bytes 4-5/6")]
    [InlineData("bytes=-2", "ef", "bytes 4-5/6")]
    [InlineData("bytes=0-99", "abcdef", "bytes 0-5/6")]
    public async Task Get_WithARange_GivesThatPart(string range, string text, string contentRange)
    {
        await PutAsync("a.txt", "abcdef");
        using var answer = await GetAsync("a.txt", h => h.Add("Range", range));
        answer.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        answer.Content.Headers.ContentRange!.ToString().ShouldBe(contentRange);
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldBe(text);
    }

    [Fact]
    public async Task Get_WithARangeBehindTheEnd_Is416()
    {
        await PutAsync("a.txt", "abcdef");
        using var answer = await GetAsync("a.txt", h => h.Add("Range", "bytes=6-"));
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        answer.Content.Headers.ContentRange!.ToString().ShouldBe("bytes */6");
    }

    [Theory]
    [InlineData("bytes=0-1,3-4")]
    [InlineData("lines=0-1")]
    [InlineData("nonsense")]
    public async Task Get_WithAnotherKindOfRange_GivesTheWhole(string range)
    {
        await PutAsync("a.txt", "abcdef");
        using var answer = await GetAsync("a.txt", h => h.TryAddWithoutValidation("Range", range));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldBe("abcdef");
    }

    [Theory]
    [InlineData("XUFAKrxLKna5cZ2REBfFkg==", HttpStatusCode.OK)]
    [InlineData("1B2M2Y8AsgTpgAmY7PhCfg==", HttpStatusCode.BadRequest)]
    [InlineData("XUFAKrxLKna5cZ2REBfF", HttpStatusCode.BadRequest)]
    [InlineData("no MD5", HttpStatusCode.BadRequest)]
    public async Task Put_WithAContentMd5_KeepsOnlyWhatHasIt(string md5, HttpStatusCode expected)
    {
        using var content = new StringContent("hello");
        content.Headers.TryAddWithoutValidation("Content-MD5", md5).ShouldBeTrue();
        using var answer = await _http.PutAsync(_folder + "a.txt", content, Ct);
        answer.StatusCode.ShouldBe(expected);
        using var kept = await GetAsync("a.txt");
        kept.StatusCode.ShouldBe(expected == HttpStatusCode.OK ? HttpStatusCode.OK : HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Get_WithTheETag_Is304UntilTheFileChanges()
    {
        await PutAsync("a.txt", "abcdef");
        using var first = await GetAsync("a.txt");
        var tag = first.Headers.ETag!;
        using var second = await GetAsync("a.txt", h => h.IfNoneMatch.Add(tag));
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        second.Headers.ETag.ShouldBe(tag);
        await PutAsync("a.txt", "ghijkl");
        using var third = await GetAsync("a.txt", h => h.IfNoneMatch.Add(tag));
        third.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var part = await GetAsync(
            "a.txt",
            h =>
            {
                h.Range = new(0, 1);
                h.IfRange = new(tag);
            }
        );
        (await part.Content.ReadAsStringAsync(Ct)).ShouldBe("ghijkl");
    }

    [Fact]
    public async Task Head_OfAFile_HasTheHeadersOfGet()
    {
        await PutAsync("p.html", "<script>alert(1)</script>");
        using var answer = await _http.SendAsync(new(HttpMethod.Head, _folder + "p.html"), Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentLength.ShouldBe(25);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/html");
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        answer.Content.Headers.LastModified.ShouldNotBeNull();
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
        answer.Headers.AcceptRanges.ShouldBe(["bytes"]);
        using var none = await _http.SendAsync(new(HttpMethod.Head, _folder + "none"), Ct);
        none.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Get_NameWithAccents_IsDownloaded()
    {
        await PutAsync("d%C3%A9j%C3%A0.txt", "accent");
        using var answer = await GetAsync("d%C3%A9j%C3%A0.txt");
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldBe("accent");
        answer.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("déjà.txt");
    }

    [Fact]
    public async Task Get_AFolder_Is404()
    {
        await PutAsync("d/a.txt", "1");
        using var answer = await GetAsync("d");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await CodeAsync(answer)).ShouldBe("RESOURCE_DOES_NOT_EXIST");
    }

    [Theory]
    [InlineData("d")]
    [InlineData("f.txt/x")]
    public async Task Put_FileWhereAFolderIsOrTheReverse_Is409(string path)
    {
        await PutAsync("d/a.txt", "1");
        await PutAsync("f.txt", "1");
        using var answer = await _http.PutAsync(_folder + path, new StringContent("x"), Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await CodeAsync(answer)).ShouldBe("RESOURCE_CONFLICT");
    }

    [Fact]
    public async Task Put_TooLongAName_Is400()
    {
        using var answer = await _http.PutAsync(_folder + new string('a', 300), new StringContent("x"), Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("file:///etc")]
    [InlineData("/etc")]
    [InlineData("./mlruns")]
    public async Task CreateExperiment_InAFolderOfTheServer_Is400(string location)
    {
        using var answer = await _http.PostAsJsonAsync(
            "/api/2.0/mlflow/experiments/create",
            new { name = Guid.NewGuid().ToString("N"), artifact_location = location },
            Ct
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await CodeAsync(answer)).ShouldBe("INVALID_PARAMETER_VALUE");
    }

    [Fact]
    public async Task UploadArtifact_MoreThan10Megabytes_Is400AndLeavesNothing()
    {
        var run = await NewRunAsync(_http);
        foreach (var chunked in new[] { false, true })
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post,
                $"/ajax-api/2.0/mlflow/upload-artifact?run_uuid={run}&path=big.bin"
            )
            {
                Content = new ByteArrayContent(new byte[(10 << 20) + 1]),
                Headers = { TransferEncodingChunked = chunked },
            };
            using var answer = await _http.SendAsync(request, Ct);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        (await _http.GetStringAsync($"/api/2.0/mlflow/artifacts/list?run_id={run}", Ct)).ShouldNotContain("big.bin");
    }

    [Fact]
    public async Task NoServeArtifacts_ProxyIsOffAndRunsReadTheirFolder()
    {
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Artifacts = o.Artifacts with { ServeArtifacts = false, DefaultRoot = o.Artifacts.Destination },
            }
        );
        using var refused = await server.Http.PutAsync(Proxy + "x", new StringContent("x"), Ct);
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain("--serve-artifacts");
        var run = await NewRunAsync(server.Http);
        using var uploaded = await server.Http.PostAsync(
            $"/ajax-api/2.0/mlflow/upload-artifact?run_uuid={run}&path=d/a.txt",
            new StringContent("mine"),
            Ct
        );
        uploaded.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.Http.GetStringAsync($"/get-artifact?run_id={run}&path=d/a.txt", Ct)).ShouldBe("mine");
        (await server.Http.GetStringAsync($"/api/2.0/mlflow/artifacts/list?run_id={run}&path=d", Ct)).ShouldContain(
            "\"d/a.txt\""
        );
    }

    [Fact]
    public async Task ArtifactsOnly_ServesTheProxyAlone()
    {
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Artifacts = o.Artifacts with { ArtifactsOnly = true },
                Api = o.Api with { StaticPrefix = "/mlf" },
            }
        );
        using var put = await server.Http.PutAsync("/mlf" + Proxy + "x", new StringContent("x"), Ct);
        put.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.Http.GetStringAsync("/mlf" + Proxy + "x", Ct)).ShouldBe("x");
        (await server.Http.GetStringAsync("/mlf/health", Ct)).ShouldBe("OK");
        using var refused = await server.Http.GetAsync("/mlf/api/2.0/mlflow/experiments/get?experiment_id=0", Ct);
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain("--artifacts-only");
    }

    private static async Task<string> NewRunAsync(HttpClient http)
    {
        using var answer = await http.PostAsJsonAsync("/api/2.0/mlflow/runs/create", new { experiment_id = "0" }, Ct);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct))
            .GetProperty("run")
            .GetProperty("info")
            .GetProperty("run_id")
            .GetString()!;
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("error_code").GetString();

    private async Task PutAsync(string path, string text)
    {
        using var answer = await _http.PutAsync(_folder + path, new StringContent(text), Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestHeaders>? headers = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, _folder + path);
        headers?.Invoke(request.Headers);
        return _http.SendAsync(request, Ct);
    }
}
