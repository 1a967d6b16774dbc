namespace Cairn.Server.Monitoring;

/// <summary>
/// Who is told what the server does. The particulars of OTLP are OpenTelemetry's own variables, which its SDK reads.
/// </summary>
public sealed record TelemetryOptions
{
    /// <summary>Whether traces, metrics and logs go out by OTLP.</summary>
    public bool Otlp { get; init; }

    /// <summary>
    /// The connection string of Application Insights; null sends nothing there. Never to be logged: it holds a key.
    /// </summary>
    public string? AzureMonitor { get; init; }

    /// <summary>Whether nothing is sent, whatever else is set.</summary>
    public bool IsOff { get; init; }

    /// <summary>Whether anybody is told.</summary>
    internal bool IsOn => !IsOff && (Otlp || AzureMonitor is not null);

    /// <inheritdoc/>
    public override string ToString() => IsOn ? "on" : "off";
}
