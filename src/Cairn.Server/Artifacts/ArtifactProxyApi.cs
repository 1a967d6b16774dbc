using Cairn.Contracts.Artifacts;
using Cairn.Contracts.Errors;
using Cairn.Contracts.Json;
using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Artifacts;

/// <summary>Reads and writes files below the artifact destination.</summary>
internal sealed class ArtifactProxyApi(ArtifactStores stores, AccessTiers tiers, ArtifactOptions options)
{
    public void Map(ApiRoutes api)
    {
        var proxy = new ProxyRoutes(api, options);
        const string file = "artifacts/{first}/{**rest}";
        proxy.Map("GET", "artifacts", AccessAction.Read, http => ArtifactPath.Parse(http.Request.Query["path"]), List);
        proxy.Map("GET", file, AccessAction.Read, RawArtifactPaths.PathOf, Download);
        proxy.Map("PUT", file, AccessAction.Update, RawArtifactPaths.NewPathOf, Upload);
        proxy.Map("DELETE", file, AccessAction.Delete, RawArtifactPaths.PathOf, Delete);
    }

    private async Task List(HttpContext http, ArtifactPath folder)
    {
        var files = await ArtifactListing.ReadAsync(
            stores.Destination.At(folder),
            ArtifactPath.Root,
            http.RequestAborted
        );
        await JsonResponse.WriteAsync(http, new(files), WireJson.ResponseType<ListProxiedArtifactsResponse>());
    }

    private async Task Download(HttpContext http, ArtifactPath path)
    {
        var place = stores.Destination.At(path);
        try
        {
            if (!options.RedirectDownloads || !await ArtifactRedirect.TrySendAsync(http, place))
            {
                await ArtifactDownload.SendAsync(http, place, AttachmentName.Header(path.Name));
            }
        }
        catch (CairnException e) when (e.Code == ErrorCode.ResourceDoesNotExist)
        {
            throw CairnException.Missing($"The following failures occurred while the artifact was read: {e.Message}");
        }
    }

    private async Task Upload(HttpContext http, ArtifactPath path)
    {
        var place = stores.Destination.At(path);
        using var md5 = AnnouncedMd5.Of(http.Request);
        var metadata = new ArtifactMetadata(MediaTypes.Of(path.Name), http.Request.ContentLength)
        {
            Tier = await tiers.OfPathAsync(path, http.RequestAborted),
            ContentMd5 = md5?.Value,
        };
        var body = ArtifactTraffic.Incoming(http);
        await place.Store.WriteAsync(place.Path, md5?.Check(body) ?? body, metadata, http.RequestAborted);
        await JsonResponse.WriteAsync(http, Empty.Response, WireJson.ResponseType<Empty>());
    }

    private async Task Delete(HttpContext http, ArtifactPath path)
    {
        var place = path.IsRoot ? throw CairnException.Invalid("Invalid path") : stores.Destination.At(path);
        await place.Store.DeleteAsync(place.Path, http.RequestAborted);
        await JsonResponse.WriteAsync(http, Empty.Response, WireJson.ResponseType<Empty>());
    }
}
