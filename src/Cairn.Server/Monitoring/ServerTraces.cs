using System.Diagnostics;
using Cairn.Server.Security;
using OpenTelemetry.Trace;

namespace Cairn.Server.Monitoring;

/// <summary>Which spans are traced: requests, statements of PostgreSQL, and calls to stores and webhooks.</summary>
internal static class ServerTraces
{
    public static TracerProviderBuilder Collect(TracerProviderBuilder traces, string staticPrefix) =>
        traces
            .AddAspNetCoreInstrumentation(requests =>
                requests.Filter = http => !OpenPaths.Contains(http.Request.Path, staticPrefix)
            )
            .AddHttpClientInstrumentation(static calls => calls.EnrichWithHttpRequestMessage = HideUrl)
            .AddSource("Npgsql");

    /// <summary>
    /// Leaves of a URL where it goes. A store's URL may carry a signature, and a webhook's whole path may be a secret.
    /// </summary>
    private static void HideUrl(Activity span, HttpRequestMessage request) =>
        span.SetTag(
            "url.full",
            request
                .RequestUri?.GetLeftPart(UriPartial.Authority)
                .Replace($"{request.RequestUri.UserInfo}@", "", StringComparison.Ordinal)
        );
}
