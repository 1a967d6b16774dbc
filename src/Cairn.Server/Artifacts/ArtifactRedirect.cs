using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Artifacts;

/// <summary>Sends a client to the store itself for a file that is worth the second request.</summary>
internal static class ArtifactRedirect
{
    private const int LeastLength = 1 << 20;
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Answers 302 with a signed URL.</summary>
    /// <returns>False when the file is to go through this server: a small one, a HEAD, or a store that cannot
    /// sign.</returns>
    public static async Task<bool> TrySendAsync(HttpContext http, ArtifactPlace place)
    {
        if (!HttpMethods.IsGet(http.Request.Method) || place.Store is not ISignedDownloads downloads)
        {
            return false;
        }

        var terms = new DownloadTerms(
            MediaTypes.Of(place.Path.Name),
            AttachmentName.QuotedHeader(place.Path.Name),
            _lifetime
        );
        try
        {
            var signed = await SignedArtifact.OfAsync(downloads, place, terms, http.RequestAborted);
            if (signed.Length is null or < LeastLength || signed.Request.Headers.Count > 0)
            {
                return false;
            }

            http.Response.StatusCode = StatusCodes.Status302Found;
            http.Response.Headers.Location = signed.Request.Url;
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers["Referrer-Policy"] = "no-referrer";
            http.Response.ContentLength = 0;
            return true;
        }
        catch (CairnException e) when (e.Code == ErrorCode.NotImplemented)
        {
            return false;
        }
    }
}
