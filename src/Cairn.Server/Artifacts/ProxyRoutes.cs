using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Artifacts;

/// <summary>Maps the routes of the artifact proxy, which answer 503 under <c>--no-serve-artifacts</c>.</summary>
internal sealed class ProxyRoutes(ApiRoutes api, ArtifactOptions options)
{
    private static readonly string[] _roots = ["/api/2.0/mlflow-artifacts/", "/ajax-api/2.0/mlflow-artifacts/"];

    /// <summary>Maps a route that touches one path.</summary>
    public void Map(
        string method,
        string path,
        AccessAction action,
        Func<HttpContext, ArtifactPath> read,
        Func<HttpContext, ArtifactPath, Task> answer
    ) => Map(method, path, action, http => new(read(http)), static file => Resource.Artifact(file.Value), answer);

    /// <summary>Maps a route.</summary>
    public void Map<TRequest>(
        string method,
        string path,
        AccessAction action,
        Func<HttpContext, ValueTask<TRequest>> read,
        Func<TRequest, Resources> touches,
        Func<HttpContext, TRequest, Task> answer
    )
    {
        foreach (var root in _roots)
        {
            if (options.ServeArtifacts)
            {
                api.Map(method, root + path, action, read, touches, answer);
            }
            else
            {
                api.MapOpen(method, root + path, DisabledEndpoint.NotServed);
            }
        }
    }
}
