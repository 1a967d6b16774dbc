using System.Net;
using Cairn.ConformanceTests.Hosting;
using Cairn.ConformanceTests.Recorded;
using Cairn.Server.Api;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.ConformanceTests.Server;

public sealed class RouteTests(SharedCairn cairn)
{
    private static readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public void EveryEndpoint_DeclaresWhatItNeeds()
    {
        var endpoints = cairn
            .Server.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .ToList();
        endpoints.Count.ShouldBeGreaterThan(20);
        endpoints
            .Where(e => e.Metadata.GetMetadata<RouteAccess>() is null)
            .Select(e => e.RoutePattern.RawText)
            .ShouldBeEmpty();
    }

    [Fact]
    public void NoTwoEndpoints_AnswerTheSameRequest()
    {
        var endpoints = cairn
            .Server.Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>();
        var requests =
            from endpoint in endpoints
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
            select $"{method} {endpoint.RoutePattern.RawText}";
        requests.GroupBy(r => r).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/API/2.0/mlflow/experiments/get?experiment_id=0")]
    [InlineData("/api/2.0/mlflow/Experiments/get?experiment_id=0")]
    [InlineData("/health/")]
    [InlineData("/HEALTH")]
    [InlineData("/api/2.0/mlflow/experiments/create/")]
    [InlineData("/ajax-api/3.0/mlflow/workspaces/w/")]
    public async Task Path_SpelledOtherwise_IsNotFound(string path)
    {
        using var response = await cairn.Server.Http.GetAsync(new Uri(path, UriKind.Relative), _ct);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
    }

    [Theory]
    [InlineData("//health", "OK")]
    [InlineData("//api/2.0/mlflow/experiments/get?experiment_id=0", "Default")]
    [InlineData("/api//2.0/mlflow///experiments/get?experiment_id=0", "Default")]
    [InlineData("//api/2.0//mlflow-artifacts//artifacts?path=slashes", "a.txt")]
    [InlineData("//api/2.0/mlflow-artifacts/artifacts//slashes///a.txt", "content")]
    public async Task Path_WithSeveralSlashesInARow_IsThatWithOne(string path, string expected)
    {
        var address = cairn.Server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        using var put = await cairn.Server.Http.PutAsync(
            new Uri(address + "//api/2.0/mlflow-artifacts/artifacts//slashes//a.txt"),
            new StringContent("content"),
            _ct
        );
        put.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await cairn.Server.Http.GetStringAsync(new Uri(address + path), _ct)).ShouldContain(expected);
    }

    [Fact]
    public async Task WrongMethod_NamesTheRightOnes()
    {
        using var response = await cairn.Server.Http.DeleteAsync(new Uri("/health", UriKind.Relative), _ct);
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldContain("GET");
    }

    [Fact]
    public async Task Head_IsGetWithoutABody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/api/2.0/mlflow/experiments/get?experiment_id=0");
        using var response = await cairn.Server.Http.SendAsync(request, _ct);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentLength!.Value.ShouldBeGreaterThan(0);
        (await response.Content.ReadAsByteArrayAsync(_ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task StaticPrefix_MovesEverything()
    {
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Api = o.Api with { StaticPrefix = "/mlf" },
            }
        );
        (await new Replay(server.Http).RunAsync(RecordedCase.Load("server/static-prefix"), _ct)).ShouldAllBe(
            problem => problem.Contains("graphql") || problem.Contains("v1/traces"),
            "graphql and OTLP are not served yet"
        );
        foreach (var path in (string[])["/mlf", "/mlf/", "/mlf/docs/", "/mlf/version", "/mlf/health/ready"])
        {
            (await server.Http.GetStringAsync(new Uri(path, UriKind.Relative), _ct)).ShouldNotBeEmpty();
        }

        using var other = await server.Http.GetAsync(new Uri("/", UriKind.Relative), _ct);
        other.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
