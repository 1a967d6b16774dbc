using System.Diagnostics.Metrics;
using Cairn.Core.Monitoring;
using Cairn.Server.Api;
using Microsoft.AspNetCore.Builder;

namespace Cairn.Server.Monitoring;

/// <summary><c>GET /metrics</c>: what the server does, for Prometheus.</summary>
internal static class MetricsPage
{
    private static readonly KeyValuePair<string, object?>[] _versions =
    [
        new("version", ServerVersion.Cairn),
        new("mlflow_version", ServerVersion.Mlflow),
    ];

    static MetricsPage() =>
        CairnMeter.Shared.CreateObservableGauge(
            "cairn.build.info",
            static () => new Measurement<int>(1, _versions),
            null,
            "Always 1; the labels say which version this is."
        );

    public static void Map(ApiRoutes routes, IApplicationBuilder app)
    {
        var page = app.New().UseOpenTelemetryPrometheusScrapingEndpoint(static _ => true).Build();
        routes.MapOpen("GET", "/metrics", page);
        ErrorCounts.ShowAll();
    }
}
