using Azure.Monitor.OpenTelemetry.Exporter;
using OpenTelemetry;

namespace Cairn.Server.Monitoring;

/// <summary>Sends to Application Insights. Apart from the rest, so that its libraries are loaded only where they are used.</summary>
internal static class AzureMonitor
{
    /// <param name="telemetry">What is collected.</param>
    /// <param name="connection">The connection string.</param>
    public static void Add(IOpenTelemetryBuilder telemetry, string connection) => telemetry.UseAzureMonitorExporter(azure =>
    {
        azure.ConnectionString = connection;
        azure.EnableLiveMetrics = false; // It would call Azure every few seconds for a page that nobody looks at.
    });
}
