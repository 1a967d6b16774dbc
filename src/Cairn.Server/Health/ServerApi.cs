using Cairn.Contracts.Json;
using Cairn.Contracts.Server;
using Cairn.Core.Access;
using Cairn.Core.Errors;
using Cairn.Server.Api;
using Cairn.Server.Artifacts;
using Cairn.Server.Listening;
using Cairn.Sql.Engine;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Health;

/// <summary>What the server says about itself.</summary>
internal sealed class ServerApi(Database database, StoreCheck store, Drain drain)
{
    private const string Html = "text/html; charset=utf-8";

    public void Map(ApiRoutes routes)
    {
        routes.MapOpen(
            "GET",
            "/health",
            static http => PlainText.WriteAsync(http, StatusCodes.Status200OK, "OK", Html)
        );
        routes.MapOpen("GET", "/health/ready", ReadyAsync);
        routes.Map("GET", "/health/details", AccessAction.Read, static _ => Resource.Server, DetailsAsync);
        routes.MapOpen(
            "GET",
            "/version",
            static http => PlainText.WriteAsync(http, StatusCodes.Status200OK, ServerVersion.Mlflow, Html)
        );
        routes.Map<Empty, ServerInfoResponse>(
            "GET",
            "server-info",
            AccessAction.Open,
            static _ => Resource.Server,
            static (Empty _, CancellationToken _) => Task.FromResult(new ServerInfoResponse("SqlStore", false)),
            version: 3
        );
        routes.MapOpen("GET", "/ajax-api/2.0/mlflow/gateway-proxy", NoGatewayAsync);
        routes.MapOpen("POST", "/ajax-api/2.0/mlflow/gateway-proxy", NoGatewayAsync);
    }

    /// <summary>
    /// Whether requests can be answered: asks the database, and nothing else, since one failing store is not mended by
    /// sending clients elsewhere.
    /// </summary>
    private async Task ReadyAsync(HttpContext http)
    {
        drain.DemandServing();
        await database.PingAsync(http.RequestAborted);
        await PlainText.WriteAsync(http, StatusCodes.Status200OK, "OK", Html);
    }

    private async Task DetailsAsync(HttpContext http)
    {
        var databaseState = new HealthPart("database", "ok", null);
        try
        {
            await database.PingAsync(http.RequestAborted);
        }
        catch (CairnException e)
        {
            databaseState = new("database", "failing", e.Message);
        }

        var parts = new[] { databaseState, store.State };
        var status = Array.Exists(parts, part => part.Status == "failing") ? "failing" : "ok";
        await JsonResponse.WriteAsync(http, new(status, parts), WireJson.ResponseType<HealthDetailsResponse>());
    }

    private static Task NoGatewayAsync(HttpContext http) =>
        PlainText.WriteAsync(http, StatusCodes.Status200OK, """{"endpoints": []}""", "application/json");
}
