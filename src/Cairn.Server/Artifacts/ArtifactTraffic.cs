using System.Diagnostics.Metrics;
using Cairn.Core.Artifacts;
using Cairn.Core.Monitoring;
using Cairn.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Server.Artifacts;

/// <summary>
/// Counts the bytes of artifacts that pass through this server. What clients exchange with the store by signed URLs
/// does not.
/// </summary>
internal static class ArtifactTraffic
{
    private static readonly Counter<long> _bytes = CairnMeter.Shared.CreateCounter<long>(
        "cairn.artifact.io",
        "By",
        "Bytes of artifacts that clients sent (in) and fetched (out) through this server."
    );

    /// <summary>An upload's body, counted as it is read; it fails when the client stalls.</summary>
    public static Stream Incoming(HttpContext http)
    {
        var limit = http.RequestServices.GetRequiredService<ApiOptions>().ClientTimeout;
        var body = new SteadyUpload(http, limit, http.RequestServices.GetRequiredService<TimeProvider>());
        http.Response.RegisterForDispose(body);
        return new WatchedStream(
            body,
            static read => _bytes.Add(read.Length, new KeyValuePair<string, object?>("direction", "in"))
        );
    }

    /// <summary>Counts what was sent.</summary>
    public static void CountSent(int bytes) => _bytes.Add(bytes, new KeyValuePair<string, object?>("direction", "out"));
}
