using Cairn.Contracts.Artifacts;
using Cairn.Contracts.Errors;
using Cairn.Contracts.LoggedModels;
using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Core.LoggedModels;
using Cairn.Server.Api;
using Cairn.Server.Artifacts;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.LoggedModels;

/// <summary>The files of a logged model.</summary>
internal sealed class LoggedModelArtifactsApi(ILoggedModelStore models, ArtifactStores stores)
{
    private const string Files = "/ajax-api/2.0/mlflow/logged-models/{model_id}/artifacts/files";

    public void Map(ApiRoutes api)
    {
        api.Map<ListLoggedModelArtifactsRequest, ListArtifactsResponse>(
            "GET",
            "logged-models/{model_id}/artifacts/directories",
            AccessAction.Read,
            r => Resource.LoggedModel(r.ModelId),
            List
        );
        api.Map("GET", Files, AccessAction.Read, http => Resource.LoggedModel(ModelId(http)), Download);
    }

    private async Task<ListArtifactsResponse> List(ListLoggedModelArtifactsRequest request, CancellationToken ct)
    {
        var folder = ArtifactPath.Parse(request.ArtifactDirectoryPath);
        var root = (await models.GetAsync(request.ModelId!, ct)).Info.ArtifactUri;
        return new(root, await ArtifactListing.ReadAsync(stores.Resolve(root).At(folder), folder, ct));
    }

    private static string ModelId(HttpContext http) => (string?)http.Request.RouteValues["model_id"] ?? "";

    private async Task Download(HttpContext http)
    {
        if (http.Request.Query["artifact_file_path"].FirstOrDefault() is not { Length: > 0 } text)
        {
            throw new CairnException(
                ErrorCode.BadRequest,
                "Request must include the \"artifact_file_path\" query parameter."
            );
        }

        var path = ArtifactPath.Parse(text);
        var root = (await models.GetAsync(ModelId(http), http.RequestAborted)).Info.ArtifactUri;
        await ArtifactDownload.SendAsync(http, stores.Resolve(root).At(path), AttachmentName.QuotedHeader(path.Name));
    }
}
