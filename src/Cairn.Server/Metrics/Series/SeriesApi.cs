using System.Security.Cryptography;
using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Core.Metrics.Series;
using Cairn.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Metrics.Series;

/// <summary>
/// The data of line charts: <c>GET /ajax-api/2.0/cairn/metrics/series?run=…&amp;run=…&amp;key=…&amp;key=…</c>.
/// </summary>
internal sealed class SeriesApi(ISeriesStore series, IAccess access)
{
    public void Map(ApiRoutes api) =>
        api.Raw("GET", "/ajax-api/2.0/cairn/metrics/series", new(AccessAction.Read, ResourceKind.Run), AnswerAsync);

    private async Task AnswerAsync(HttpContext http)
    {
        var query = SeriesRequest.Parse(http.Request.Query);
        foreach (var run in query.RunIds)
        {
            await access.DemandAsync(AccessAction.Read, new(ResourceKind.Run, run), http.RequestAborted);
        }

        var found = await series.ReadAsync(query, http.RequestAborted);
        using var body = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(body, JsonResponse.Options))
        {
            SeriesJson.Write(writer, found);
        }

        var tag = $"\"{Convert.ToHexStringLower(body.Hash(HashAlgorithmName.SHA256)[..12])}\"";
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "private, no-cache";
        if (http.Request.Headers.IfNoneMatch.Contains(tag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await JsonResponse.WriteAsync(http, body);
    }
}
