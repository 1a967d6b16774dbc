using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cairn.Server.Listening;

/// <summary>Configures Kestrel: addresses, limits, memory and shutdown.</summary>
internal static class ListenHosting
{
    // Orchestrators allow 10 seconds for shutdown; the remaining time is for closing the database.
    private static readonly TimeSpan _shutdownTimeout = TimeSpan.FromSeconds(8);

    public static async Task AddListeningAsync(
        this WebApplicationBuilder builder,
        ListenOptions options,
        CancellationToken ct
    )
    {
        var addresses = await ListenAddresses.ResolveAsync(options.Host, options.Port, ct);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options, addresses));
        builder.Services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = options.ShutdownDelay + _shutdownTimeout
        );
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, ConnectionMemory>();
        builder.Services.AddSingleton<Drain>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Drain>());
    }

    private static void Listen(KestrelServerOptions kestrel, ListenOptions options, IReadOnlyList<IPAddress> addresses)
    {
        kestrel.AddServerHeader = false;
        ServerLimits.Apply(kestrel.Limits, options);
        foreach (var address in addresses)
        {
            kestrel.Listen(address, options.Port);
        }
    }
}
