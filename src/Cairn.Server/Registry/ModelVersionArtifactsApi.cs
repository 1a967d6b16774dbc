using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Core.Registry;
using Cairn.Server.Api;
using Cairn.Server.Artifacts;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Registry;

/// <summary>The files of a model version.</summary>
internal sealed class ModelVersionArtifactsApi(
    IModelVersionStore versions,
    ModelSources sources,
    ArtifactStores stores,
    IAccess access
)
{
    public void Map(ApiRoutes api)
    {
        api.Raw("GET", "/model-versions/get-artifact", new(AccessAction.Read, ResourceKind.RegisteredModel), Download);
    }

    private async Task Download(HttpContext http)
    {
        var query = http.Request.Query;
        var name = Demand(query["name"], "name");
        var version = RegistryNames.ParseVersion(Demand(query["version"], "version"));
        var text = Demand(query["path"], "path");
        await access.DemandAsync(
            AccessAction.Read,
            new Resource(ResourceKind.RegisteredModel, name),
            http.RequestAborted
        );
        var path = ArtifactPath.Parse(text);
        var location = await sources.ReadableAsync(
            await versions.PlaceAsync(name, version, http.RequestAborted),
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
}
