using Cairn.Artifacts.Azure;
using Cairn.Artifacts.Local;
using Cairn.Core.Artifacts;
using Cairn.Server.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cairn.Server.Artifacts;

/// <summary>Wires the artifact stores and their endpoints: a new kind of store is one line more.</summary>
internal static class ArtifactHosting
{
    public static void AddArtifacts(this IServiceCollection services)
    {
        services.AddSingleton<IArtifactStoreFactory>(s =>
        {
            var options = s.GetRequiredService<ArtifactOptions>();
            return new LocalArtifactStoreFactory(
                [options.Destination, options.Root],
                s.GetRequiredService<TimeProvider>()
            );
        });
        services.AddSingleton<IArtifactStoreFactory>(s =>
        {
            var options = s.GetRequiredService<ArtifactOptions>();
            var azure = options.Azure with { NetworkTimeout = options.TransferTimeout };
            return new AzureArtifactStoreFactory(
                azure,
                [options.Destination, options.Root],
                s.GetRequiredService<TimeProvider>(),
                s.GetRequiredService<ILogger<AzureArtifactStoreFactory>>()
            );
        });
        services.AddSingleton<ArtifactStores>();
        services.AddSingleton<AccessTiers>();
        services.AddSingleton<StoreCheck>();
        services.AddHostedService(s => s.GetRequiredService<StoreCheck>());
    }

    public static void Map(ApiRoutes routes, IServiceProvider services)
    {
        ActivatorUtilities.CreateInstance<ArtifactProxyApi>(services).Map(routes);
        ActivatorUtilities.CreateInstance<ArtifactTransfersApi>(services).Map(routes);
        ActivatorUtilities.CreateInstance<RunArtifactsApi>(services).Map(routes);
    }
}
