using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Cairn.Web.Assets;

/// <summary>Serves <c>/assets/{hash}/…</c>.</summary>
internal static class AssetEndpoint
{
    /// <summary>The route, below the static prefix.</summary>
    public const string Pattern = "/assets/{hash}/{**path}";

    // A page of a server that is being replaced may name the assets of the other version.
    private const string OtherVersion = "public, max-age=60";
    private const string Immutable = "public, max-age=31536000, immutable";

    /// <summary>Writes the asset. Returns false when it does not exist.</summary>
    public static async Task<bool> TryWriteAsync(HttpContext http)
    {
        var assets = AssetStore.Instance;
        if (assets.Find((string)http.Request.RouteValues["path"]!) is not { } asset)
        {
            return false;
        }

        var headers = http.Response.Headers;
        headers.CacheControl = (string?)http.Request.RouteValues["hash"] == assets.Hash ? Immutable : OtherVersion;
        headers.Vary = "Accept-Encoding";
        headers.XContentTypeOptions = "nosniff";
        http.Response.ContentType = asset.ContentType;
        var accepted = http.Request.Headers.AcceptEncoding.ToString();
        if (accepted.Contains("br", StringComparison.Ordinal))
        {
            await SendAsync(http, "br", asset.Brotli);
        }
        else if (accepted.Contains("gzip", StringComparison.Ordinal))
        {
            await SendAsync(http, "gzip", asset.Gzip);
        }
        else
        {
            await using var content = new GZipStream(new MemoryStream(asset.Gzip), CompressionMode.Decompress);
            await content.CopyToAsync(http.Response.Body, http.RequestAborted);
        }

        return true;
    }

    private static Task SendAsync(HttpContext http, string encoding, byte[] content)
    {
        http.Response.Headers.ContentEncoding = encoding;
        http.Response.ContentLength = content.Length;
        return HttpMethods.IsHead(http.Request.Method)
            ? Task.CompletedTask
            : http.Response.Body.WriteAsync(content, http.RequestAborted).AsTask();
    }
}
