using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cairn.Server.Listening;

/// <summary>What one client may cost the server.</summary>
internal static class ServerLimits
{
    public static void Apply(KestrelServerLimits limits, ListenOptions options)
    {
        limits.MaxRequestBodySize = null; // Artifacts have no bound; the JSON binder sets its own.
        limits.MaxRequestLineSize = 64 << 10; // A hundred run ids and long filters stand in query strings.
        limits.MaxRequestHeadersTotalSize = 64 << 10;
        limits.RequestHeadersTimeout = options.RequestHeadersTimeout;
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
    }
}
