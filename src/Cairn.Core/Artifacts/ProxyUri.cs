namespace Cairn.Core.Artifacts;

/// <summary>
/// An http(s) location on the artifact proxy of an MLflow server:
/// <c>http://HOST/PREFIX/api/2.0/mlflow-artifacts/artifacts/PATH</c>.
/// </summary>
/// <param name="Authority">The host, and the port where one is given.</param>
/// <param name="Prefix">The static prefix of that server, such as <c>/mlflow</c>; empty for none.</param>
/// <param name="Path">The path below the proxy's destination, decoded.</param>
public sealed record ProxyUri(string Authority, string Prefix, string Path)
{
    private static readonly string[] _routes =
    [
        "api/2.0/mlflow-artifacts/artifacts",
        "ajax-api/2.0/mlflow-artifacts/artifacts",
    ];

    /// <summary>Returns the location on a proxy; null when the URI is not one.</summary>
    public static ProxyUri? Of(ArtifactUri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (uri.Scheme is not ("http" or "https") || uri.Query is not null)
        {
            return null;
        }

        var path = "/" + uri.Path;
        foreach (var route in _routes)
        {
            var start = path.IndexOf($"/{route}", StringComparison.Ordinal);
            var end = start + 1 + route.Length;
            if (start >= 0 && (end == path.Length || path[end] == '/'))
            {
                return new(uri.Authority, path[..start], Uri.UnescapeDataString(path[end..].TrimStart('/')));
            }
        }

        return null;
    }
}
