using Cairn.Core.Errors;
using Cairn.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;

namespace Cairn.Server.MlflowPages;

/// <summary>Serves the files of MLflow's web pages, and the small routes that only those pages call.</summary>
internal sealed class MlflowPages(MlflowPagesOptions options)
{
    /// <summary>The file of the page itself.</summary>
    public const string Index = "index.html";

    /// <summary>The path of the page, below the static prefix.</summary>
    public const string Root = "/mlflow-ui/";

    /// <summary>The folder of scripts and styles, below the page.</summary>
    public const string Files = "static-files/";

    /// <summary>Styles are inline in these pages; everything else comes from this server.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "font-src 'self' data:; connect-src 'self'; media-src 'self' blob:; frame-src 'self' blob:; "
        + "worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private static readonly FileExtensionContentTypeProvider _types = new();

    public void Map(ApiRoutes routes)
    {
        foreach (var api in (string[])["/api", "/ajax-api"])
        {
            routes.MapOpen("GET", $"{api}/3.0/mlflow/ui-telemetry", NoTelemetryAsync);
            routes.MapOpen("POST", $"{api}/3.0/mlflow/ui-telemetry", NoTelemetryAsync);
        }

        if (options.Directory is { } folder)
        {
            var files = new PhysicalFileProvider(Path.GetFullPath(folder), ExclusionFilters.Sensitive);
            routes.MapOpen("GET", Root, http => SendAsync(http, files, Index));
            routes.MapOpen(
                "GET",
                Root + Files + "{**path}",
                http => SendAsync(http, files, (string?)http.Request.RouteValues["path"] ?? "")
            );
        }
    }

    private static async Task SendAsync(HttpContext http, PhysicalFileProvider files, string path)
    {
        var file = files.GetFileInfo(path);
        if (file is not { Exists: true, IsDirectory: false })
        {
            throw CairnException.Missing($"MLflow's pages have no file '{path}'.");
        }

        var response = http.Response;
        response.ContentType = _types.TryGetContentType(path, out var type) ? type : "application/octet-stream";
        response.Headers.ContentSecurityPolicy = Policy;
        // The names of the files change with their content; the page's does not.
        response.Headers.CacheControl = path == Index ? "no-cache" : "public, max-age=604800";
        response.ContentLength = file.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await response.SendFileAsync(file, http.RequestAborted);
        }
    }

    private static Task NoTelemetryAsync(HttpContext http) =>
        PlainText.WriteAsync(
            http,
            StatusCodes.Status200OK,
            """{"disable_ui_telemetry": true, "disable_ui_events": [], "ui_rollout_percentage": 0}""",
            "application/json"
        );
}
