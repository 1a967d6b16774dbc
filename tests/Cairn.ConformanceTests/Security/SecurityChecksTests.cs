using System.Net;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Security;

public sealed class SecurityChecksTests(SharedCairn cairn)
{
    private static readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_ForANameThatLooksPrivate_IsRefused()
    {
        // MLflow matches host strings by "10.*", which this name fits too.
        using var response = await SendAsync(cairn.Server.Http, HttpMethod.Get, "/", ("Host", "10.evil.example"));
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await response.Content.ReadAsStringAsync(_ct)).ShouldBe(
            "Invalid Host header - possible DNS rebinding attack detected"
        );
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/health/ready")]
    [InlineData("/version")]
    public async Task Probe_ForAnyHost_IsAnswered(string path)
    {
        using var response = await SendAsync(cairn.Server.Http, HttpMethod.Get, path, ("Host", "evil.example"));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Change_AskedForByAPageOfThisServer_IsAllowed()
    {
        var own = cairn.Server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        using var response = await SendAsync(
            cairn.Server.Http,
            HttpMethod.Post,
            "/api/2.0/mlflow/experiments/search",
            ("Origin", own)
        );
        response.StatusCode.ShouldNotBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Error_CarriesTheSecurityHeadersToo()
    {
        using var response = await SendAsync(
            cairn.Server.Http,
            HttpMethod.Get,
            "/api/2.0/mlflow/experiments/get",
            ("Origin", "http://localhost:1")
        );
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("X-Frame-Options").ShouldBe(["SAMEORIGIN"]);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["http://localhost:1"]);
        response.Headers.Vary.ShouldContain("Origin");
    }

    [Fact]
    public async Task Options_AreFollowed()
    {
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Security = o.Security with
                {
                    AllowedHosts = ["mlflow.example.com"],
                    CorsAllowedOrigins = ["https://app.example.com"],
                    XFrameOptions = "DENY",
                },
            }
        );
        using var other = await SendAsync(server.Http, HttpMethod.Get, "/");
        other.StatusCode.ShouldBe(HttpStatusCode.Forbidden, "a list of hosts replaces the default");
        using var page = await SendAsync(
            server.Http,
            HttpMethod.Get,
            "/",
            ("Host", "mlflow.example.com"),
            ("Origin", "https://app.example.com")
        );
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        page.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://app.example.com"]);
    }

    [Fact]
    public async Task AnyOrigin_IsAllowedWithoutCredentials()
    {
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Security = o.Security with { CorsAllowedOrigins = ["*"], XFrameOptions = "NONE" },
            }
        );
        using var response = await SendAsync(
            server.Http,
            HttpMethod.Post,
            "/api/2.0/mlflow/experiments/search",
            ("Origin", "https://any.example")
        );
        response.StatusCode.ShouldNotBe(HttpStatusCode.Forbidden);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        response.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        response.Headers.Contains("X-Frame-Options").ShouldBeFalse();
    }

    [Fact]
    public async Task Disabled_ChecksNothing()
    {
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Security = o.Security with { DisableSecurityMiddleware = true },
            }
        );
        using var response = await SendAsync(
            server.Http,
            HttpMethod.Get,
            "/",
            ("Host", "evil.example"),
            ("Origin", "https://evil.example")
        );
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.Contains("X-Content-Type-Options").ShouldBeFalse();
    }

    [Fact]
    public async Task WorkspaceHeader_IsRefusedClearly()
    {
        using var response = await SendAsync(
            cairn.Server.Http,
            HttpMethod.Get,
            "/api/2.0/mlflow/experiments/get?experiment_id=0",
            ("X-MLFLOW-WORKSPACE", "default")
        );
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(_ct)).ShouldContain("\"error_code\":\"FEATURE_DISABLED\"");
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient http,
        HttpMethod method,
        string path,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent("{\"max_results\":1}", null, "application/json");
        }

        return await http.SendAsync(request, _ct);
    }
}
