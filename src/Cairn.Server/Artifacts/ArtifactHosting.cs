using Cairn.Artifacts.Azure;
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
        services.AddSingleton<OwnProxy>();
        services.AddSingleton<Factories>();
        services.AddSingleton(s => s.GetRequiredService<Factories>().All);
        services.AddSingleton<ArtifactStores>();
        services.AddSingleton<IArtifactPlaces>(s => s.GetRequiredService<ArtifactStores>());
        services.AddSingleton<AccessTiers>();
        services.AddSingleton<StoreCheck>();
        services.AddHostedService(s => s.GetRequiredService<StoreCheck>());
    }

    public static void Map(ApiRoutes routes, IServiceProvider services)
    {
        var always = routes.With(ServedWithArtifactsOnly.Mark);
        ActivatorUtilities.CreateInstance<ArtifactProxyApi>(services).Map(always);
        ActivatorUtilities.CreateInstance<ArtifactTransfersApi>(services).Map(always);
        ActivatorUtilities.CreateInstance<RunArtifactsApi>(services).Map(routes);
    }

    /// <summary>Lets the container close the factories.</summary>
    private sealed class Factories(ArtifactOptions options, TimeProvider time, ILogger<AzureArtifactStoreFactory> log)
        : IDisposable
    {
        public IEnumerable<IArtifactStoreFactory> All { get; } = ArtifactFactories.Create(options, time, log);

        public void Dispose()
        {
            foreach (var factory in All.OfType<IDisposable>())
            {
                factory.Dispose();
            }
        }
    }
}
