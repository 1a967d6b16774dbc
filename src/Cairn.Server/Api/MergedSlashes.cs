using System.Text;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Api;

/// <summary>
/// Treats several slashes in a row as one, as MLflow's server does: clients and proxies often join a base URL that ends
/// with a slash and a path that begins with one. It runs before every check that looks at the path.
/// </summary>
internal static class MergedSlashes
{
    /// <summary>The middleware.</summary>
    public static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.Value is { } path && HasRun(path))
        {
            http.Request.Path = new(Merge(path));
        }

        return next(http);
    }

    /// <summary>The path with each run of slashes replaced by one slash.</summary>
    public static string Merge(string path)
    {
        if (!HasRun(path))
        {
            return path;
        }

        var merged = new StringBuilder(path.Length);
        foreach (var c in path)
        {
            if (c != '/' || merged.Length == 0 || merged[^1] != '/')
            {
                merged.Append(c);
            }
        }

        return merged.ToString();
    }

    private static bool HasRun(string path) => path.Contains("//", StringComparison.Ordinal);
}
