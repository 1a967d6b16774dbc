using System.Text.RegularExpressions;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Server;

public sealed partial class HomePageTests(SharedCairn cairn)
{
    private static readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Home_SaysWhatWhereAndHow()
    {
        using var response = await cairn.Server.Http.GetAsync(new Uri("/", UriKind.Relative), _ct);
        var page = await response.Content.ReadAsStringAsync(_ct);
        page.ShouldContain($"export MLFLOW_TRACKING_URI={cairn.Server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)}\n");
        page.ShouldContain("cairn.db");
        page.ShouldContain("artifacts");
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        page.ShouldNotContain("<script");
        page.ShouldNotContain(" style=");
    }

    [Fact]
    public async Task Home_EscapesWhatTheRequestSays()
    {
        await using var server = await RunningCairn.StartAsync(o => o with { DisableSecurityMiddleware = true });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Host", "a&b");
        using var response = await server.Http.SendAsync(request, _ct);
        (await response.Content.ReadAsStringAsync(_ct)).ShouldNotContain("http://a&b");
    }

    [Fact]
    public async Task Links_LeadSomewhere()
    {
        foreach (var from in (string[])["/", "/docs/"])
        {
            var page = await cairn.Server.Http.GetStringAsync(new Uri(from, UriKind.Relative), _ct);
            var links = Link().Matches(page).Select(m => m.Groups[1].Value).ToList();
            links.ShouldNotBeEmpty();
            foreach (var link in links)
            {
                (await cairn.Server.Http.GetStringAsync(new Uri(link, UriKind.Relative), _ct)).ShouldNotBeEmpty(link);
            }
        }
    }

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex Link();
}
