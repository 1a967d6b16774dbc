using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Server;

public sealed class MetricsPageTests
{
    private static readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_CountRequestsByRouteAndStatus()
    {
        await using var server = await RunningCairn.StartAsync();
        foreach (var path in (string[])["/health", "/health", "/api/2.0/mlflow/experiments/get?experiment_id=0", "/api/2.0/mlflow/experiments/get?experiment_id=77", "/no/such/path", "/no/other"])
        {
            using var _ = await server.Http.GetAsync(new Uri(path, UriKind.Relative), _ct);
        }

        var text = await server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), _ct);
        var lines = text.Split('\n');
        lines.ShouldContain("cairn_http_requests_total{route=\"/health\",method=\"GET\",status=\"200\"} 2");
        lines.ShouldContain("cairn_http_requests_total{route=\"/api/2.0/mlflow/experiments/get\",method=\"GET\",status=\"200\"} 1");
        lines.ShouldContain("cairn_http_requests_total{route=\"/api/2.0/mlflow/experiments/get\",method=\"GET\",status=\"404\"} 1");
        lines.ShouldContain("cairn_http_requests_total{route=\"none\",method=\"GET\",status=\"404\"} 2", "paths that clients make up share a series");
        lines.ShouldContain("cairn_http_request_duration_seconds_count{route=\"/health\",method=\"GET\"} 2");
        lines.ShouldContain("cairn_http_request_duration_seconds_bucket{route=\"/health\",method=\"GET\",le=\"+Inf\"} 2");
        lines.ShouldContain(line => line.StartsWith("process_resident_memory_bytes "));
        text.ShouldNotContain("/no/such/path");
    }
}
