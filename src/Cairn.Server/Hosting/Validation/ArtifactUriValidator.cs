using Cairn.Artifacts.Azure;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Server.Hosting.Settings;

namespace Cairn.Server.Hosting.Validation;

/// <summary>Artifacts go to a place that can be named, and are not sent back to where they came from.</summary>
internal sealed class ArtifactUriValidator : IServerOptionsValidator
{
    public IEnumerable<string> Validate(ServerOptions options, SettingSources sources)
    {
        if (options.ArtifactsDestination.StartsWith("mlflow-artifacts:", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{sources.Key(ArtifactSettings.Destination)}: this server would send artifacts to itself; name a folder or the URI of a store.";
        }

        if (
            !options.ServeArtifacts
            && options.DefaultArtifactRoot?.StartsWith("mlflow-artifacts:", StringComparison.OrdinalIgnoreCase) == true
        )
        {
            yield return $"{sources.Key(ArtifactSettings.DefaultRoot)}: {sources.Key("--serve-artifacts")} switches the artifacts of this server off, so experiments cannot keep theirs there.";
        }

        foreach (
            var (setting, uri) in new[]
            {
                (ArtifactSettings.Destination, options.ArtifactsDestination),
                (ArtifactSettings.DefaultRoot, options.ArtifactRoot),
            }
        )
        {
            if (Problem(uri, options.Azure.Settings) is { } problem)
            {
                yield return $"{sources.Key(setting)}: {problem}";
            }
        }
    }

    private static string? Problem(string uri, AzureSettings settings)
    {
        try
        {
            AzureArtifactStoreFactory.DemandWellFormed(ArtifactUri.Parse(uri), settings);
            return null;
        }
        catch (CairnException e)
        {
            return e.Message;
        }
    }
}
