using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Artifacts;

/// <summary>No path from a client leaves the artifact root, however it is written.</summary>
public sealed class TraversalTests(SharedCairn cairn)
{
    public static TheoryData<string, string> Attempts
    {
        get
        {
            var data = new TheoryData<string, string>();
            string[] prefixes = ["/api/2.0/mlflow-artifacts/artifacts/", "/ajax-api/2.0/mlflow-artifacts/artifacts/x/"];
            string[] paths =
            [
                "../secret",
                "../../../../../../etc/passwd",
                "..%2fsecret",
                "%2e%2e/secret",
                "%2e%2e%2fsecret",
                "%2E%2E%2Fsecret",
                ".%2e/secret",
                "%252e%252e%252fsecret",
                "%25252e%25252e%25252fsecret",
                "a/../../secret",
                "a/..%2f..%2fsecret",
                "a/%2e%2e/%2e%2e/secret",
                "a%00b",
                "a%23b",
                "a%0ab",
                "%ff%fe",
                "%c0%ae%c0%ae/secret",
                "..;/../secret",
            ];
            foreach (var prefix in prefixes)
            {
                foreach (var path in paths)
                {
                    foreach (var method in new[] { "GET", "PUT", "DELETE", "HEAD" })
                    {
                        data.Add(method, prefix + path);
                    }
                }
            }

            foreach (
                var path in new[]
                {
                    "%2fetc%2fpasswd",
                    "C:%5cx",
                    "c:/x",
                    "%5c%5cserver%5cshare",
                    "file:%2f%2f%2fetc%2fpasswd",
                    "file:/etc/passwd",
                }
            )
            {
                data.Add("GET", prefixes[0] + path);
                data.Add("PUT", prefixes[0] + path);
            }

            // The absolute form that proxies use, and a query string beside it.
            data.Add("GET", "http://localhost" + prefixes[0] + "../secret");
            data.Add("GET", prefixes[0] + "../secret?x=/y");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Attempts))]
    public async Task Proxy_PathOutOfTheRoot_Is400(string method, string target)
    {
        var ct = TestContext.Current.CancellationToken;
        var secret = Path.Join(cairn.Server.Folder, "secret");
        await File.WriteAllTextAsync(secret, "secret", ct);
        var (status, body) = await RawRequest.SendAsync(
            cairn.Server.Http.BaseAddress!,
            method,
            target,
            method == "PUT" ? "x" : "",
            ct
        );
        status.ShouldBe(400);
        body.ShouldNotContain("secret");
        (await File.ReadAllTextAsync(secret, ct)).ShouldBe("secret");
    }

    [Theory]
    [InlineData("GET", "/api/2.0/mlflow-artifacts/artifacts//etc/passwd")]
    [InlineData("GET", "/%61pi/2.0/mlflow-artifacts/artifacts/../../../../../etc/passwd")]
    [InlineData("GET", "/api/2.0/mlflow-artifacts/%61rtifacts/..%2f..%2fetc/passwd")]
    [InlineData("GET", "/api/2.0/mlflow-artifacts/artifacts//..//..//etc/passwd")]
    [InlineData("PUT", "/api/2.0/mlflow-artifacts/artifacts//../x")]
    public async Task Proxy_OtherSpellings_AreRefused(string method, string target)
    {
        var (status, body) = await RawRequest.SendAsync(
            cairn.Server.Http.BaseAddress!,
            method,
            target,
            "",
            TestContext.Current.CancellationToken
        );
        status.ShouldBeOneOf(400, 404);
        body.ShouldNotContain("root:");
    }

    [Theory]
    [InlineData("//etc/cairn-test", "etc/cairn-test")]
    [InlineData("/etc%252fcairn-test", "etc%2fcairn-test")]
    public async Task Proxy_SpellingsOfAPathWithinTheRoot_StayThere(string target, string file)
    {
        var (status, _) = await RawRequest.SendAsync(
            cairn.Server.Http.BaseAddress!,
            "PUT",
            "/api/2.0/mlflow-artifacts/artifacts" + target,
            "x",
            TestContext.Current.CancellationToken
        );
        status.ShouldBe(200);
        File.Exists(Path.Join(cairn.Server.Folder, "artifacts", file)).ShouldBeTrue();
        File.Exists("/etc/cairn-test").ShouldBeFalse();
    }

    [Theory]
    [InlineData("GET", "/api/2.0/mlflow-artifacts/artifacts?path=")]
    [InlineData("GET", "/api/2.0/mlflow/artifacts/list?run_id=RUN&path=")]
    [InlineData("GET", "/get-artifact?run_id=RUN&path=")]
    [InlineData("POST", "/ajax-api/2.0/mlflow/upload-artifact?run_uuid=RUN&path=")]
    public async Task Query_PathOutOfTheRoot_Is400(string method, string target)
    {
        var ct = TestContext.Current.CancellationToken;
        foreach (
            var path in new[]
            {
                "..",
                "../x",
                "a/../../b",
                "/etc/passwd",
                "%252e%252e%252fx",
                "..%252fx",
                "C:%5Cx",
                "file:///etc",
                "a%00b",
                "a%23b",
            }
        )
        {
            var (status, _) = await RawRequest.SendAsync(
                cairn.Server.Http.BaseAddress!,
                method,
                target + path,
                method == "POST" ? "x" : "",
                ct
            );
            status.ShouldBe(400, path);
        }
    }
}
