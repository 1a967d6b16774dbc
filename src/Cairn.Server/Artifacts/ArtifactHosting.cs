using Cairn.Artifacts.Azure;
using Cairn.Artifacts.Local;
using Cairn.Core.Artifacts;
using Cairn.Server.Api;
using Cairn.Server.Hosting;
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
            var options = s.GetRequiredService<ServerOptions>();
            return new LocalArtifactStoreFactory(
                [options.ArtifactsDestination, options.ArtifactRoot],
                s.GetRequiredService<TimeProvider>()
            );
        });
        services.AddSingleton<IArtifactStoreFactory>(s =>
        {
            var options = s.GetRequiredService<ServerOptions>();
            var azure = options.Azure with { NetworkTimeout = options.ArtifactTransferTimeout };
            return new AzureArtifactStoreFactory(
                azure,
                [options.ArtifactsDestination, options.ArtifactRoot],
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
