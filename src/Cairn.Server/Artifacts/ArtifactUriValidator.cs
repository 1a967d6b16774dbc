using Cairn.Artifacts.Azure;
using Cairn.Azure.Settings;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Server.Settings;

namespace Cairn.Server.Artifacts;

/// <summary>Artifacts go to a place that can be named, and are not sent back to where they came from.</summary>
internal static class ArtifactUriValidator
{
    /// <summary>Returns one message for each problem, which starts with the flag or variable to change.</summary>
    public static IEnumerable<string> Validate(ArtifactOptions options, SettingSources sources)
    {
        if (options.Destination.StartsWith("mlflow-artifacts:", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{sources.Key(ArtifactSettings.Destination)}: this server would send artifacts to itself; name a folder or the URI of a store.";
        }

        if (
            !options.ServeArtifacts
            && options.DefaultRoot?.StartsWith("mlflow-artifacts:", StringComparison.OrdinalIgnoreCase) == true
        )
        {
            yield return $"{sources.Key(ArtifactSettings.DefaultRoot)}: {sources.Key("--serve-artifacts")} switches the artifacts of this server off, so experiments cannot keep theirs there.";
        }

        foreach (
            var (setting, uri) in new[]
            {
                (ArtifactSettings.Destination, options.Destination),
                (ArtifactSettings.DefaultRoot, options.Root),
            }
        )
        {
            if (Problem(uri, options.Azure.Environment.Settings) is { } problem)
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
