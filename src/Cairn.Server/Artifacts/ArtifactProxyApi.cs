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
internal sealed class ArtifactProxyApi(
    ArtifactStores stores,
    AccessTiers tiers,
    IAccess access,
    ArtifactOptions options
)
{
    public void Map(ApiRoutes api)
    {
        Route(api, "GET", "artifacts", AccessAction.Read, List);
        Route(api, "GET", "artifacts/{first}/{**rest}", AccessAction.Read, Download);
        Route(api, "PUT", "artifacts/{first}/{**rest}", AccessAction.Update, Upload);
        Route(api, "DELETE", "artifacts/{first}/{**rest}", AccessAction.Delete, Delete);
    }

    private void Route(ApiRoutes api, string method, string path, AccessAction action, RequestDelegate handle)
    {
        var permission = new RequiredPermission(action, ResourceKind.Artifact);
        RequestDelegate answer = options.ServeArtifacts ? handle : DisabledEndpoint.NotServed;
        api.Raw(method, "/api/2.0/mlflow-artifacts/" + path, permission, answer);
        api.Raw(method, "/ajax-api/2.0/mlflow-artifacts/" + path, permission, answer);
    }

    private async Task List(HttpContext http)
    {
        var folder = ArtifactPath.Parse(http.Request.Query["path"]);
        await DemandAsync(http, AccessAction.Read, folder);
        var files = await ArtifactListing.ReadAsync(
            stores.Destination.At(folder),
            ArtifactPath.Root,
            http.RequestAborted
        );
        await JsonResponse.WriteAsync(http, new(files), WireJson.ResponseType<ListProxiedArtifactsResponse>());
    }

    private async Task Download(HttpContext http)
    {
        var path = ArtifactPath.Parse(RawArtifactPaths.Decoded(http));
        await DemandAsync(http, AccessAction.Read, path);
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

    private async Task Upload(HttpContext http)
    {
        var path = ArtifactPath.ParseNew(RawArtifactPaths.Decoded(http));
        await DemandAsync(http, AccessAction.Update, path);
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

    private async Task Delete(HttpContext http)
    {
        var path = ArtifactPath.Parse(RawArtifactPaths.Decoded(http));
        await DemandAsync(http, AccessAction.Delete, path);
        var place = path.IsRoot ? throw CairnException.Invalid("Invalid path") : stores.Destination.At(path);
        await place.Store.DeleteAsync(place.Path, http.RequestAborted);
        await JsonResponse.WriteAsync(http, Empty.Response, WireJson.ResponseType<Empty>());
    }

    private ValueTask DemandAsync(HttpContext http, AccessAction action, ArtifactPath path) =>
        access.DemandAsync(action, new Resource(ResourceKind.Artifact, path.Value), http.RequestAborted);
}
