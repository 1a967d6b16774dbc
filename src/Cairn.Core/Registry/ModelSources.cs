using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Contracts.LoggedModels;
using Cairn.Contracts.Registry;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Core.LoggedModels;
using Cairn.Core.Runs;

namespace Cairn.Core.Registry;

/// <summary>Finds out where the files of a version are, from the source that a client names.</summary>
/// <param name="runs">Runs, whose artifacts local sources must lie in.</param>
/// <param name="loggedModels">Logged models, for sources such as <c>models:/m-…</c>.</param>
/// <param name="versions">Versions, for sources such as <c>models:/name/1</c>.</param>
/// <param name="policy">This server's own rule for sources.</param>
public sealed class ModelSources(
    IRunStore runs,
    ILoggedModelStore loggedModels,
    IModelVersionStore versions,
    ModelSourcePolicy policy
)
{
    private const string ModelVersionsTag = "mlflow.modelVersions";

    /// <summary>The version to create, checked and with its place.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE for a source that is not allowed;
    /// RESOURCE_DOES_NOT_EXIST for one that is not there.</exception>
    public async Task<NewModelVersion> ResolveAsync(CreateModelVersionRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var source = request.Source!;
        var runId = request.RunId ?? "";
        await DemandAllowedAsync(source, runId, Prompts.Is(request.Tags), ct);
        var location = source;
        LoggedModel? model = null;
        if (ArtifactUri.SchemeOf(source) == "models")
        {
            (location, model) = await PlaceOfAsync(source, ct);
        }

        if (!string.IsNullOrEmpty(request.ModelId) && request.ModelId != model?.Info.ModelId)
        {
            model = await loggedModels.GetAsync(request.ModelId, ct);
        }

        return new(
            request.Name!,
            source,
            location,
            runId.Length == 0 ? model?.Info.SourceRunId ?? "" : runId,
            request.RunLink ?? "",
            request.Description ?? "",
            RegistryTagRules.Checked(request.Tags)
        );
    }

    /// <summary>Notes on a logged model that a version was made of it.</summary>
    public Task NoteAsync(string modelId, ModelVersion version, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(version);
        var number = int.Parse(version.Version, CultureInfo.InvariantCulture);
        return loggedModels.ChangeTagAsync(
            modelId,
            ModelVersionsTag,
            present => Append(present, version.Name, number),
            ct
        );
    }

    /// <summary>
    /// Where to read the version's files: a URI below which they lie. A local place is given only if it lies in the
    /// run's artifacts,
    /// or if this server itself found it through a <c>models:</c> source.
    /// </summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE when the version has no files that may be
    /// read.</exception>
    public async Task<string> ReadableAsync(ModelVersionPlace place, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(place);
        var location = place.Location;
        if (ArtifactUri.SchemeOf(location) == "models")
        {
            (location, _) = await PlaceOfAsync(location, ct);
        }

        if (ArtifactUri.SchemeOf(location) == "runs")
        {
            var (runId, path) = ParseRun(location);
            return ArtifactLocations.Join((await runs.GetInfoAsync(runId, ct)).ArtifactUri ?? "", path);
        }

        await DemandOwnAsync(place with { Location = location }, ct);
        return location;
    }

    /// <summary>Checks a place that the database holds: MLflow took local ones that Cairn refuses.</summary>
    private async Task DemandOwnAsync(ModelVersionPlace place, CancellationToken ct)
    {
        if (ModelSourceRules.IsLocal(place.Location) && ArtifactUri.SchemeOf(place.Source) != "models")
        {
            var info = string.IsNullOrEmpty(place.RunId) ? null : await runs.GetInfoAsync(place.RunId, ct);
            ModelSourceRules.DemandInside(place.Location, info?.ArtifactUri);
        }
    }

    private async Task DemandAllowedAsync(string source, string runId, bool isPrompt, CancellationToken ct)
    {
        if (isPrompt)
        {
            ModelSourceRules.DemandPrompt(source);
            return;
        }

        policy.Demand(source);
        if (ModelSourceRules.IsLocal(source))
        {
            ModelSourceRules.DemandInside(
                source,
                runId.Length == 0 ? null : (await runs.GetInfoAsync(runId, ct)).ArtifactUri ?? ""
            );
        }
        else
        {
            ModelSourceRules.DemandRemote(source);
        }
    }

    private async Task<(string Location, LoggedModel? Model)> PlaceOfAsync(string source, CancellationToken ct)
    {
        var path = source["models:".Length..].TrimStart('/');
        var at = path.IndexOf('@', StringComparison.Ordinal);
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (at < 0 && slash < 0)
        {
            var model = await loggedModels.GetAsync(path, ct);
            return (model.Info.ArtifactUri, model);
        }

        var name = path[..(slash < 0 ? at : slash)];
        var version =
            slash < 0
                ? (await versions.GetByAliasAsync(name, path[(at + 1)..], ct)).Version
                : await VersionOfAsync(name, path[(slash + 1)..], ct);
        var place = await versions.PlaceAsync(name, RegistryNames.ParseVersion(version), ct);
        await DemandOwnAsync(place, ct);
        return (place.Location, null);
    }

    private async Task<string> VersionOfAsync(string name, string text, CancellationToken ct)
    {
        if (text.All(char.IsAsciiDigit))
        {
            return text;
        }

        if (RegistryNames.IsLatest(text))
        {
            return (await versions.GetByAliasAsync(name, text, ct)).Version;
        }

        return (await versions.LatestAsync(name, [ModelStages.Parse(text)], ct)) is [var newest, ..]
            ? newest.Version
            : throw CairnException.Missing($"No version of the model '{name}' is in the stage '{text}'.");
    }

    private static (string RunId, string Path) ParseRun(string source)
    {
        var path = source["runs:".Length..].TrimStart('/');
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (path, "") : (path[..slash], ArtifactPath.Parse(path[(slash + 1)..]).Value);
    }

    private static string Append(string? present, string name, int version)
    {
        JsonArray list;
        try
        {
            list = present is null ? [] : JsonNode.Parse(present) as JsonArray ?? [];
        }
        catch (System.Text.Json.JsonException)
        {
            list = [];
        }

        list.Add((JsonNode)new JsonObject { ["name"] = name, ["version"] = version });
        return PythonJson.Write(list);
    }
}
