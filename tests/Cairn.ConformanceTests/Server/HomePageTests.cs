using System.Net;
using System.Text.RegularExpressions;
using Cairn.ConformanceTests.Hosting;
using Cairn.ConformanceTests.Pages;

namespace Cairn.ConformanceTests.Server;

public sealed partial class HomePageTests(SharedCairn cairn)
{
    private static readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Home_AllowsNothingInline()
    {
        using var response = await cairn.Server.Http.GetAsync(new Uri("/", UriKind.Relative), _ct);
        var page = await response.Content.ReadAsStringAsync(_ct);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        page.ShouldNotContain("<script>");
        page.ShouldNotContain(" style=");
    }

    [Fact]
    public async Task EmptyServer_ShowsTheFirstRunForItsAddress()
    {
        await using var server = await RunningCairn.StartAsync();
        var page = await server.Http.GetStringAsync(new Uri("/", UriKind.Relative), _ct);
        page.ShouldContain($"export MLFLOW_TRACKING_URI={server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)}");
    }

    [Fact]
    public async Task Home_EscapesWhatTheRequestSays()
    {
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Security = o.Security with { DisableSecurityMiddleware = true },
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Host", "a&b");
        using var response = await server.Http.SendAsync(request, _ct);
        (await response.Content.ReadAsStringAsync(_ct)).ShouldNotContain("http://a&b");
    }

    [Fact]
    public async Task Links_LeadSomewhere()
    {
        // A server of its own: other tests delete what they have made while this one reads.
        await using var server = await RunningCairn.StartAsync();
        await FilledServer.FillAsync(server, _ct);
        var (seen, open) = (new HashSet<string>(), new Queue<string>(["/"]));
        while (open.TryDequeue(out var from))
        {
            using var answer = await server.Http.GetAsync(new Uri(from, UriKind.Relative), _ct);
            answer.IsSuccessStatusCode.ShouldBeTrue($"{from} is linked and answers {(int)answer.StatusCode}");
            var page = await answer.Content.ReadAsStringAsync(_ct);
            foreach (
                var link in Link()
                    .Matches(page)
                    .Select(m => WebUtility.HtmlDecode(m.Groups[1].Value))
                    .Where(l => !l.StartsWith("http", StringComparison.Ordinal))
            )
            {
                var target = new Uri(new Uri("http://cairn" + from), link);
                if (target.Fragment.Length > 1)
                {
                    var there =
                        target.AbsolutePath == from.Split('?')[0]
                            ? page
                            : await server.Http.GetStringAsync(new Uri(target.AbsolutePath, UriKind.Relative), _ct);
                    there.ShouldContain($"id=\"{target.Fragment[1..]}\"", Case.Sensitive, $"{from} links to {link}");
                }

                if (seen.Add(target.AbsolutePath))
                {
                    open.Enqueue(target.PathAndQuery);
                }
            }
        }

        seen.Count(path => path.StartsWith("/docs/", StringComparison.Ordinal)).ShouldBeGreaterThan(6);
        foreach (
            var part in (string[])["/runs/", "/experiments/0/models/m-", "/models/fraud/versions/1", "/prompts/summary"]
        )
        {
            seen.ShouldContain(path => path.StartsWith(part, StringComparison.Ordinal), $"{part} is reached by a link");
        }
    }

    [Fact]
    public async Task DocsPage_IsRenderedUnderItsPolicy()
    {
        using var response = await cairn.Server.Http.GetAsync(new Uri("/docs/configuration", UriKind.Relative), _ct);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        var page = await response.Content.ReadAsStringAsync(_ct);
        page.ShouldContain("<h2 id=\"the-database\">");
        page.ShouldContain("<code>--backend-store-uri URI</code>");
        page.ShouldNotContain(" style=");
    }

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex Link();
}
