using Cairn.Contracts.Errors;
using Cairn.Core.Errors;
using Cairn.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Workspaces;

/// <summary>Workspaces are not served; their paths and their header say so.</summary>
internal static class WorkspacesApi
{
    private const string Header = "X-MLFLOW-WORKSPACE";

    public static void Map(ApiRoutes routes)
    {
        foreach (var api in (string[])["/api/3.0/mlflow/workspaces", "/ajax-api/3.0/mlflow/workspaces"])
        {
            Refuse(routes, api, api, "GET", "POST");
            Refuse(routes, api + "/{name}", api + "/<workspace_name>", "GET", "PATCH", "DELETE");
        }
    }

    /// <summary>
    /// Refuses a request that is meant for a workspace: answering from all data would mix what its sender keeps apart.
    /// </summary>
    public static Task RefuseHeaderAsync(HttpContext http, RequestDelegate next) =>
        http.Request.Headers.ContainsKey(Header)
            ? throw new CairnException(
                ErrorCode.FeatureDisabled,
                "Workspace APIs are not available: workspaces are not enabled on this server"
            )
            : next(http);

    private static void Refuse(ApiRoutes routes, string pattern, string rule, params ReadOnlySpan<string> methods)
    {
        foreach (var method in methods)
        {
            routes.MapOpen(
                method,
                pattern,
                http =>
                    PlainText.WriteAsync(
                        http,
                        StatusCodes.Status503ServiceUnavailable,
                        $"Endpoint: {rule} disabled because the server is running without workspaces support. To enable workspace, run `mlflow server` with `--enable-workspaces`",
                        "text/html; charset=utf-8"
                    )
            );
        }
    }
}
