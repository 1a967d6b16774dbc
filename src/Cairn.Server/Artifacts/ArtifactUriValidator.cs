using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Cairn.Server.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.Server.Artifacts;

/// <summary>Checks that artifacts can be stored at the configured locations.</summary>
internal static class ArtifactUriValidator
{
    /// <summary>Returns one message for each problem, which starts with the flag or variable to change.</summary>
    public static IEnumerable<string> Validate(ArtifactOptions options, SettingSources sources)
    {
        if (options.Destination.StartsWith("mlflow-artifacts:", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{sources.Key(ArtifactSettings.Destination)}: the server would send artifacts to itself. Use a folder or the URI of a store.";
        }

        if (
            !options.ServeArtifacts
            && options.DefaultRoot?.StartsWith("mlflow-artifacts:", StringComparison.OrdinalIgnoreCase) == true
        )
        {
            yield return $"{sources.Key(ArtifactSettings.DefaultRoot)}: {sources.Key("--serve-artifacts")} turns off artifacts on this server, so experiments cannot store theirs there.";
        }

        if (Problem(options.Destination, options, mustOpen: options.ServeArtifacts) is { } destination)
        {
            yield return $"{sources.Key(ArtifactSettings.Destination)}: {destination}";
        }

        if (Problem(options.Root, options, mustOpen: false) is { } root)
        {
            yield return $"{sources.Key(ArtifactSettings.DefaultRoot)}: {root}";
        }
    }

    private static string? Problem(string location, ArtifactOptions options, bool mustOpen)
    {
        try
        {
            var uri = ArtifactUri.Parse(location);
            var factories = ArtifactFactories.Create(
                options with
                {
                    Destination = location,
                    DefaultRoot = location,
                },
                TimeProvider.System,
                NullLogger.Instance
            );
            if (factories.FirstOrDefault(f => f.Handles(uri)) is { } factory)
            {
                factory.DemandWellFormed(uri);
                return null;
            }

            // Clients can use some stores themselves that this server cannot.
            return mustOpen && uri.Scheme != "mlflow-artifacts"
                ? $"Cairn cannot store artifacts at '{uri}'. Use a folder, wasbs://CONTAINER@ACCOUNT.blob.core.windows.net/PATH or abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH."
                : null;
        }
        catch (CairnException e)
        {
            return e.Message;
        }
    }
}
