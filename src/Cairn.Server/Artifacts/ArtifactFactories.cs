using Cairn.Artifacts.Azure;
using Cairn.Artifacts.Local;
using Cairn.Core.Artifacts;
using Microsoft.Extensions.Logging;

namespace Cairn.Server.Artifacts;

/// <summary>The kinds of artifact store. A new kind is one entry here.</summary>
internal static class ArtifactFactories
{
    /// <summary>Creates the factories. They do no I/O until a store is used.</summary>
    public static IReadOnlyList<IArtifactStoreFactory> Create(ArtifactOptions options, TimeProvider time, ILogger log)
    {
        string[] configured = [options.Destination, options.Root];
        return
        [
            new LocalArtifactStoreFactory(configured, time),
            new AzureArtifactStoreFactory(
                options.Azure with
                {
                    NetworkTimeout = options.TransferTimeout,
                },
                configured,
                time,
                log
            ),
        ];
    }
}
