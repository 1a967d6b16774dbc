using System.Diagnostics;
using System.Globalization;
using Cairn.Core.Access;
using Cairn.Server.Api;
using Cairn.Server.Hosting;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Monitoring;

/// <summary><c>GET /metrics</c>: what the server did, for Prometheus.</summary>
internal sealed class MetricsPage(RequestCounts requests)
{
    private const string Requests = "cairn_http_requests_total";
    private const string Duration = "cairn_http_request_duration_seconds";

    public void Map(ApiRoutes routes) => routes.Raw("GET", "/metrics", new(AccessAction.Open, ResourceKind.Server), http =>
        PlainText.WriteAsync(http, StatusCodes.Status200OK, Text(), "text/plain; version=0.0.4; charset=utf-8"));

    private string Text()
    {
        var text = new PrometheusText();
        text.Begin("cairn_build_info", "gauge", "Always 1; the labels say which version this is.")
            .Sample("cairn_build_info", 1, ("version", ServerVersion.Cairn), ("mlflow_version", ServerVersion.Mlflow));
        WriteRequests(text);
        WriteProcess(text);
        return text.ToString();
    }

    private void WriteRequests(PrometheusText text)
    {
        var all = requests.All.ToList();
        text.Begin(Requests, "counter", "Requests by route, method and status.");
        foreach (var (key, series) in all)
        {
            text.Sample(Requests, Sum(series.Buckets), ("route", key.Route), ("method", key.Method), ("status", key.Status.ToString(CultureInfo.InvariantCulture)));
        }

        text.Begin(Duration, "histogram", "How long requests took, in seconds.");
        foreach (var byRoute in all.GroupBy(s => (s.Key.Route, s.Key.Method)))
        {
            var counts = new long[RequestSeries.Bounds.Length + 1];
            foreach (var (_, series) in byRoute)
            {
                for (var i = 0; i < counts.Length; i++)
                {
                    counts[i] += series.Buckets[i];
                }
            }

            var (route, method, below) = (("route", byRoute.Key.Route), ("method", byRoute.Key.Method), 0L);
            for (var i = 0; i < counts.Length; i++)
            {
                below += counts[i];
                var bound = i < RequestSeries.Bounds.Length ? RequestSeries.Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                text.Sample(Duration + "_bucket", below, route, method, ("le", bound));
            }

            text.Sample(Duration + "_sum", byRoute.Sum(s => s.Series.Total.TotalSeconds), route, method);
            text.Sample(Duration + "_count", below, route, method);
        }
    }

    private static void WriteProcess(PrometheusText text)
    {
        using var process = Process.GetCurrentProcess();
        text.Begin("process_resident_memory_bytes", "gauge", "Resident memory.").Sample("process_resident_memory_bytes", process.WorkingSet64)
            .Begin("process_cpu_seconds_total", "counter", "CPU time used.").Sample("process_cpu_seconds_total", process.TotalProcessorTime.TotalSeconds)
            .Begin("process_start_time_seconds", "gauge", "When the process started.")
            .Sample("process_start_time_seconds", new DateTimeOffset(process.StartTime).ToUnixTimeSeconds())
            .Begin("process_threads", "gauge", "Threads.").Sample("process_threads", process.Threads.Count)
            .Begin("dotnet_gc_heap_bytes", "gauge", "Managed memory in use.").Sample("dotnet_gc_heap_bytes", GC.GetTotalMemory(false))
            .Begin("dotnet_gc_collections_total", "counter", "Collections by generation.");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            text.Sample("dotnet_gc_collections_total", GC.CollectionCount(generation), ("generation", generation.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static long Sum(ReadOnlySpan<long> counts)
    {
        var sum = 0L;
        foreach (var count in counts)
        {
            sum += count;
        }

        return sum;
    }
}
