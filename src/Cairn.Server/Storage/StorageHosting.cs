using Cairn.Sql.Engine;
using Cairn.Sql.Registry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cairn.Server.Storage;

/// <summary>Registers the databases. The container closes them, whatever fails after they were opened.</summary>
internal static class StorageHosting
{
    public static void AddStorage(this IServiceCollection services)
    {
        services.AddSingleton<Opened>();
        services.AddSingleton(s => s.GetRequiredService<Opened>().Tracking!);
        services.AddSingleton(s => s.GetRequiredService<Opened>().Registry!);
        services.AddHostedService<StatisticsKeeper>();
    }

    /// <summary>Opens the databases.</summary>
    /// <param name="services">The container.</param>
    /// <param name="artifactRoot">The artifact location of the first experiment of an empty database.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ConfigurationException">A database cannot be reached or used.</exception>
    public static async Task OpenStorageAsync(this IServiceProvider services, string artifactRoot, CancellationToken ct)
    {
        var opened = services.GetRequiredService<Opened>();
        var store = new BackendStore(
            services.GetRequiredService<StorageOptions>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger("Cairn.Database")
        );
        // The container closes what it has given out once, so each database is taken from it right after it is opened.
        opened.Tracking = await store.OpenAsync(artifactRoot, ct);
        var tracking = services.GetRequiredService<Database>();
        opened.Registry = await store.OpenRegistryAsync(tracking, artifactRoot, ct);
        _ = services.GetRequiredService<RegistryDatabase>();
    }

    private sealed class Opened
    {
        public Database? Tracking { get; set; }

        public RegistryDatabase? Registry { get; set; }
    }
}
