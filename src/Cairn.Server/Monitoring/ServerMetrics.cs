using System.Diagnostics.Metrics;
using Cairn.Core.Monitoring;
using OpenTelemetry.Metrics;

namespace Cairn.Server.Monitoring;

/// <summary>
/// Which instruments are collected: Cairn's own, and those of ASP.NET, the runtime and the PostgreSQL driver.
/// </summary>
internal static class ServerMetrics
{
    private const string Requests = "http.server.request.duration";
    private const string Runtime = "System.Runtime";
    private const string Postgres = "Npgsql";

    // Room is set aside for every series that may come; only requests have many.
    private const int MostSeries = 100;

    private static readonly MetricStreamConfiguration _few = new() { CardinalityLimit = MostSeries };
    private static readonly MetricStreamConfiguration _requests = new ExplicitBucketHistogramConfiguration
    {
        // Most answers take less than the smallest of the usual bounds.
        Boundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
        TagKeys = ["http.route", "http.request.method", "http.response.status_code"],
    };

    // Not the server's address: the page is open to all.
    private static readonly MetricStreamConfiguration _pools = new()
    {
        CardinalityLimit = MostSeries,
        TagKeys = ["db.client.connection.pool.name", "db.client.connection.state"],
    };

    // The others of these meters are for those who tune the runtime or the driver.
    private static readonly HashSet<string> _kept =
    [
        "db.client.connection.count",
        "db.client.connection.max",
        "db.client.operation.duration",
        "dotnet.gc.collections",
        "dotnet.gc.heap.total_allocated",
        "dotnet.gc.last_collection.heap.size",
        "dotnet.gc.last_collection.memory.committed_size",
        "dotnet.gc.pause.time",
        "dotnet.process.cpu.count",
        "dotnet.process.cpu.time",
        "dotnet.process.memory.working_set",
        "dotnet.thread_pool.queue.length",
        "dotnet.thread_pool.thread.count",
    ];

    public static MeterProviderBuilder Collect(MeterProviderBuilder metrics) =>
        metrics
            .AddMeter(CairnMeter.Name, "Microsoft.AspNetCore.Hosting", Runtime, Postgres)
            .AddView(static instrument => View(instrument));

    private static MetricStreamConfiguration View(Instrument instrument) =>
        instrument.Name switch
        {
            Requests => _requests,
            var name when instrument.Meter.Name is Runtime or Postgres && !_kept.Contains(name) =>
                MetricStreamConfiguration.Drop,
            _ when instrument.Meter.Name == Postgres => _pools,
            _ => _few,
        };
}
