using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Cairn.Server.Monitoring;

/// <summary>
/// Sends, when the server ends, what was not sent: all at once and not for long, since a collector may not answer. Made
/// before the
/// database is, so that the container closes that first.
/// </summary>
internal sealed class LastWords(TracerProvider traces, MeterProvider metrics, LoggerProvider logs) : IAsyncDisposable
{
    private const int LongestMilliseconds = 5000;

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(
            Task.Run(() => traces.Shutdown(LongestMilliseconds)),
            Task.Run(() => metrics.Shutdown(LongestMilliseconds)),
            Task.Run(() => logs.Shutdown(LongestMilliseconds))
        );
}
