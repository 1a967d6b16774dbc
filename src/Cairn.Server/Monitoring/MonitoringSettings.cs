using Cairn.Server.Settings;

namespace Cairn.Server.Monitoring;

/// <summary>
/// Where traces, metrics and logs go. OpenTelemetry's SDK reads its variables itself; what would make it fail is found
/// here.
/// </summary>
internal static class MonitoringSettings
{
    public static IReadOnlyList<Setting<TelemetryOptions>> All { get; } =
    [
        new()
        {
            Variable = "OTEL_EXPORTER_OTLP_ENDPOINT",
            ValueName = "URL",
            Help =
                "A collector that takes traces, metrics and logs by OTLP, such as http://collector:4317. While it is unset, nothing is sent.",
            Apply = (options, text) =>
                IsUrl(text)
                    ? options with
                    {
                        Otlp = true,
                    }
                    : throw new FormatException("it is not a URL such as http://collector:4317"),
        },
        new()
        {
            Variable = "OTEL_EXPORTER_OTLP_PROTOCOL",
            ValueName = "grpc|http/protobuf",
            Default = "grpc",
            Help = "How the collector is spoken to: grpc at its port 4317, http/protobuf at 4318.",
            Apply = (options, text) => SettingText.OneOf(text, ("grpc", options), ("http/protobuf", options)),
        },
        new()
        {
            Variable = "OTEL_EXPORTER_OTLP_HEADERS",
            ValueName = "NAME=VALUE,...",
            Help = "Headers for the collector, such as the key of a service.",
        },
        new()
        {
            Variable = "OTEL_SERVICE_NAME",
            ValueName = "NAME",
            Default = "cairn",
            Help = "What traces, metrics and logs call this server.",
        },
        new()
        {
            Variable = "OTEL_RESOURCE_ATTRIBUTES",
            ValueName = "NAME=VALUE,...",
            Help = "What else they say of it, such as deployment.environment.name=test.",
        },
        new()
        {
            Variable = "OTEL_TRACES_SAMPLER",
            ValueName = "SAMPLER",
            Default = "parentbased_always_on",
            Help =
                "Which requests are traced, such as traceidratio: a part of them, OTEL_TRACES_SAMPLER_ARG. Application Insights has a default of its own.",
        },
        new()
        {
            Variable = "OTEL_SDK_DISABLED",
            Default = "off",
            Help = "Send nothing, whatever else is set.",
            Apply = (options, text) => options with { IsOff = SettingText.Switch(text) },
        },
        new()
        {
            Variable = "APPLICATIONINSIGHTS_CONNECTION_STRING",
            ValueName = "TEXT",
            Help =
                "The connection string of an Application Insights resource of Azure Monitor, which takes them too. While it is unset, nothing is sent there.",
            Apply = (options, text) =>
                IsConnectionString(text)
                    ? options with
                    {
                        AzureMonitor = text.Trim(),
                    }
                    : throw new FormatException(
                        "it is not of the form InstrumentationKey=GUID;IngestionEndpoint=https://HOST/"
                    ),
        },
    ];

    private static bool IsUrl(string text) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    private static bool IsConnectionString(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2))
            .GroupBy(part => part[0].Trim(), part => part[^1].Trim(), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(part => part.Key, part => part.Last(), StringComparer.OrdinalIgnoreCase);
        return Guid.TryParse(parts.GetValueOrDefault("InstrumentationKey"), out _)
            && (!parts.TryGetValue("IngestionEndpoint", out var endpoint) || IsUrl(endpoint));
    }
}
