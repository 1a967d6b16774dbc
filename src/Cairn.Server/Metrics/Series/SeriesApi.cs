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
internal sealed class SeriesApi(ISeriesStore series)
{
    public void Map(ApiRoutes api) =>
        api.Map(
            "GET",
            "/ajax-api/2.0/cairn/metrics/series",
            AccessAction.Read,
            http => ValueTask.FromResult(SeriesRequest.Parse(http.Request.Query)),
            query => [.. query.RunIds.Select(Resource.Run)],
            AnswerAsync
        );

    private async Task AnswerAsync(HttpContext http, SeriesQuery query)
    {
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
