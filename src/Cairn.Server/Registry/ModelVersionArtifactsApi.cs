using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Core.Registry;
using Cairn.Server.Api;
using Cairn.Server.Artifacts;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Registry;

/// <summary>The files of a model version.</summary>
internal sealed class ModelVersionArtifactsApi(IModelVersionStore versions, ModelSources sources, ArtifactStores stores)
{
    public void Map(ApiRoutes api)
    {
        api.Map(
            "GET",
            "/model-versions/get-artifact",
            AccessAction.Read,
            http => ValueTask.FromResult(Read(http.Request.Query)),
            r => Resource.RegisteredModel(r.Name),
            Download
        );
    }

    private static FileRequest Read(IQueryCollection query) =>
        new(
            Demand(query["name"], "name"),
            RegistryNames.ParseVersion(Demand(query["version"], "version")),
            Demand(query["path"], "path")
        );

    private async Task Download(HttpContext http, FileRequest request)
    {
        var path = ArtifactPath.Parse(request.Path);
        var location = await sources.ReadableAsync(
            await versions.PlaceAsync(request.Name, request.Version, http.RequestAborted),
            http.RequestAborted
        );
        await ArtifactDownload.SendAsync(
            http,
            stores.Resolve(location).At(path),
            AttachmentName.QuotedHeader(path.Name)
        );
    }

    private static string Demand(string? value, string name) =>
        string.IsNullOrEmpty(value)
            ? throw CairnException.Invalid($"Missing value for required parameter '{name}'.")
            : value;

    private sealed record FileRequest(string Name, long Version, string Path);
}
