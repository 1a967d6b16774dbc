using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Cairn.Server.Monitoring;

/// <summary>
/// Metrics for <c>/metrics</c>, always; traces, metrics and logs for a collector, where one is configured.
/// </summary>
internal static class Telemetry
{
    public static void Add(
        IServiceCollection services,
        IConfiguration configuration,
        TelemetryOptions options,
        string staticPrefix
    )
    {
        // Whoever sends nothing may still be scraped.
        configuration["OTEL_SDK_DISABLED"] = "false";
        var telemetry = services
            .AddOpenTelemetry()
            .ConfigureResource(static resource =>
                resource.AddService("cairn", serviceVersion: ServerVersion.Cairn).AddEnvironmentVariableDetector()
            )
            .WithMetrics(static metrics =>
                ServerMetrics.Collect(metrics).AddPrometheusExporter(static page => page.ScopeInfoEnabled = false)
            );
        if (!options.IsOn)
        {
            return;
        }

        services.AddSingleton<LastWords>();
        telemetry
            .WithLogging(null, static logs => logs.IncludeFormattedMessage = true)
            .WithTracing(traces => ServerTraces.Collect(traces, staticPrefix));
        if (options.Otlp)
        {
            telemetry.UseOtlpExporter();
        }

        if (options.AzureMonitor is { } connection)
        {
            AzureMonitor.Add(telemetry, configuration, connection);
        }
    }

    /// <summary>
    /// Whether an exporter refuses what one of its variables says. It reads them when the container is made, and
    /// repeats none of their values but files' names.
    /// </summary>
    public static bool IsRefusal(Exception e) =>
        // Not Exception.Source, which a native executable does not fill in.
        new StackTrace(e)
            .GetFrames()
            .Select(DiagnosticMethodInfo.Create)
            .Any(m => m?.DeclaringAssemblyName.StartsWith(nameof(OpenTelemetry), StringComparison.Ordinal) == true);

    /// <summary>Begins to listen, where anybody is told.</summary>
    public static void Begin(IServiceProvider services) => _ = services.GetService<LastWords>();
}
