using Cairn.Core.Access;
using Cairn.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Server.Artifacts;

/// <summary>Marks a route that <c>--artifacts-only</c> keeps.</summary>
internal sealed class ServedWithArtifactsOnly
{
    /// <summary>The mark.</summary>
    public static ServedWithArtifactsOnly Mark { get; } = new();
}

/// <summary>Answers for what this server was told not to serve.</summary>
internal static class DisabledEndpoint
{
    /// <summary>Endpoints of the artifact proxy under <c>--no-serve-artifacts</c>.</summary>
    public static Task NotServed(HttpContext http) =>
        AnswerAsync(
            http,
            "this server runs with `--no-serve-artifacts`. To serve artifacts, start it with `--serve-artifacts`."
        );

    /// <summary>
    /// Under <c>--artifacts-only</c> only the artifact proxy and the server's own endpoints are served.
    /// </summary>
    public static Task ArtifactsOnly(HttpContext http, Func<Task> next) =>
        http.GetEndpoint() is not RouteEndpoint endpoint
        || endpoint.Metadata.GetMetadata<RouteAccess>() is { Action: AccessAction.Open }
        || endpoint.Metadata.GetMetadata<ServedWithArtifactsOnly>() is not null
            ? next()
            : AnswerAsync(
                http,
                "this server runs with `--artifacts-only`. To serve the tracking API, start it without that flag."
            );

    private static Task AnswerAsync(HttpContext http, string why) =>
        PlainText.WriteAsync(
            http,
            StatusCodes.Status503ServiceUnavailable,
            $"Endpoint: {http.Request.Path} is disabled because {why}"
        );
}
