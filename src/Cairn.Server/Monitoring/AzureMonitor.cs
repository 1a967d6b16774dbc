using System.Globalization;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using OpenTelemetry;

namespace Cairn.Server.Monitoring;

/// <summary>
/// Sends to Application Insights. Apart from the rest, so that its libraries are loaded only where they are used.
/// </summary>
internal static class AzureMonitor
{
    private const string Sampler = "OTEL_TRACES_SAMPLER",
        SamplerArgument = Sampler + "_ARG";

    /// <param name="telemetry">What is collected.</param>
    /// <param name="configuration">The variables that say which requests are traced.</param>
    /// <param name="connection">The connection string.</param>
    /// <exception cref="ConfigurationException">The sampler's argument is wrong.</exception>
    public static void Add(IOpenTelemetryBuilder telemetry, IConfiguration configuration, string connection)
    {
        var sample = SamplingOf(configuration[Sampler], configuration[SamplerArgument]);
        telemetry.UseAzureMonitorExporter(azure =>
        {
            azure.ConnectionString = connection;
            azure.EnableLiveMetrics = false; // It would call Azure every few seconds for a page that nobody looks at.
            sample(azure);
        });
    }

    /// <summary>
    /// The exporter brings a sampler of its own, which OpenTelemetry's variables do not reach; without them it keeps
    /// its default.
    /// </summary>
    private static Action<AzureMonitorExporterOptions> SamplingOf(string? sampler, string? argument) =>
        sampler switch
        {
            null or "" => static _ => { },
            "microsoft.rate_limited" => PerSecond(Number(argument, 5, double.MaxValue)),
            "microsoft.fixed_percentage" or "traceidratio" or "parentbased_traceidratio" => Part(
                (float)Number(argument, 1, 1)
            ),
            "always_on" or "parentbased_always_on" => Part(1),
            "always_off" or "parentbased_always_off" => Part(0),
            _ => throw new ConfigurationException(
                $"{Sampler}: '{sampler}' is not known to Application Insights' exporter; it takes microsoft.rate_limited, microsoft.fixed_percentage, and OpenTelemetry's traceidratio, always_on and always_off."
            ),
        };

    private static Action<AzureMonitorExporterOptions> PerSecond(double traces) =>
        azure => azure.TracesPerSecond = traces;

    private static Action<AzureMonitorExporterOptions> Part(float ratio) =>
        azure => (azure.TracesPerSecond, azure.SamplingRatio) = (null, ratio);

    private static double Number(string? text, double unset, double most) =>
        string.IsNullOrEmpty(text) ? unset
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number >= 0
        && number <= most
            ? number
        : throw new ConfigurationException(
            $"{SamplerArgument}: must be a number, from 0 {(most == 1 ? "to 1" : "on")}."
        );
}
