using Cairn.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.MlflowPages;

/// <summary>
/// MLflow's pages call the API at paths relative to their own. This maps those paths to the API's, and <c>/</c> to the
/// page where it is the home page.
/// </summary>
internal sealed class MlflowPagePaths(RequestDelegate next, MlflowPagesOptions options, ApiOptions api)
{
    private readonly string _root = api.StaticPrefix + MlflowPages.Root;
    private readonly string _files = api.StaticPrefix + "/" + MlflowPages.Files;

    public Task InvokeAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        if (path == _root.TrimEnd('/'))
        {
            // Without the slash, the page's relative paths would lead elsewhere.
            http.Response.Redirect(MlflowPages.Root.Trim('/') + "/" + http.Request.QueryString);
            return Task.CompletedTask;
        }

        if (path.StartsWith(_root, StringComparison.Ordinal))
        {
            var rest = path[_root.Length..];
            if (rest.Length > 0 && !rest.StartsWith(MlflowPages.Files, StringComparison.Ordinal))
            {
                http.Request.Path = api.StaticPrefix + "/" + rest;
            }
        }
        else if (options.AreHome && path == api.StaticPrefix + "/")
        {
            http.Request.Path = _root;
        }
        else if (options.AreHome && path.StartsWith(_files, StringComparison.Ordinal))
        {
            http.Request.Path = _root + MlflowPages.Files + path[_files.Length..];
        }

        return next(http);
    }
}
