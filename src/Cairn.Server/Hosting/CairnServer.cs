using System.Net;
using Cairn.Core.Access;
using Cairn.Server.Api;
using Cairn.Server.Artifacts;
using Cairn.Server.Health;
using Cairn.Server.Home;
using Cairn.Server.Monitoring;
using Cairn.Server.Security;
using Cairn.Server.Workspaces;
using Cairn.Sql.Engine;
using Cairn.Sql.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cairn.Server.Hosting;

/// <summary>Wires the parts together: the only place that knows them all.</summary>
public static class CairnServer
{
    // Whoever stops the process gives it ten seconds; the rest of them is for closing the database.
    private static readonly TimeSpan _shutdownTimeout = TimeSpan.FromSeconds(8);

    /// <summary>A server that is ready to be started. Its database is open and at the head of the schema.</summary>
    public static async Task<WebApplication> BuildAsync(
        ServerOptions options,
        Action<ILoggingBuilder>? logging,
        CancellationToken ct
    )
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ApplicationName = "cairn", ContentRootPath = AppContext.BaseDirectory }
        );
        builder.Logging.ClearProviders();
        logging?.Invoke(builder.Logging);
        var addresses = await ListenAddresses.ResolveAsync(options.Host, options.Port, ct);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options, addresses));
        builder.Services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = options.ShutdownDelay + _shutdownTimeout
        );
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, ConnectionMemory>();
        builder.Services.AddSingleton<Drain>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Drain>());
        builder.Services.AddHostedService<StatisticsKeeper>();
        builder.Services.AddSingleton<IAccess, AllowAll>();
        Telemetry.Add(builder.Services, builder.Configuration, options);
        var database = await BackendStore.OpenAsync(options, logging, ct);
        builder.Services.AddSingleton(_ => database); // Made by a factory, so that the container closes it.
        var registry = await BackendStore.OpenRegistryAsync(options, database, logging, ct);
        builder.Services.AddSingleton(_ => registry);
        Features.AddStores(builder.Services, options);
        builder.Services.AddRoutingCore();

        var app = await MakeAsync(builder);
        try
        {
            _ = app.Services.GetRequiredService<Database>();
            _ = app.Services.GetRequiredService<RegistryDatabase>();
            Pipe(app, options);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static async Task<WebApplication> MakeAsync(WebApplicationBuilder builder)
    {
        WebApplication? app = null;
        try
        {
            app = builder.Build();
            Telemetry.Begin(app.Services);
            return app;
        }
        catch (Exception e) when (Telemetry.IsRefusal(e))
        {
            await (app?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw new ConfigurationException($"OTEL_EXPORTER_OTLP_*: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static void Listen(KestrelServerOptions kestrel, ServerOptions options, IReadOnlyList<IPAddress> addresses)
    {
        kestrel.AddServerHeader = false;
        ServerLimits.Apply(kestrel.Limits, options);
        foreach (var address in addresses)
        {
            kestrel.Listen(address, options.Port);
        }
    }

    private static void Pipe(WebApplication app, ServerOptions options)
    {
        app.Use(app.Services.GetRequiredService<Drain>().InvokeAsync);
        app.UseMiddleware<ErrorHandling>();
        if (!options.DisableSecurityMiddleware)
        {
            app.UseMiddleware<SecurityChecks>();
        }

        app.Use(WorkspacesApi.RefuseHeaderAsync);
        app.UseMiddleware<RawArtifactPaths>();
        app.UseRouting();
        if (options.ArtifactsOnly)
        {
            app.Use(DisabledEndpoint.ArtifactsOnly);
        }

        app.UseMiddleware<UnknownRoutes>();
        var group = app.MapGroup(options.StaticPrefix);
        ExactPath.AddTo(group);
        var routes = new ApiRoutes(group, app.Services.GetRequiredService<IAccess>());
        MetricsPage.Map(routes, app);
        MapRoutes(routes, app.Services, options);
    }

    private static void MapRoutes(ApiRoutes routes, IServiceProvider services, ServerOptions options)
    {
        var database = services.GetRequiredService<Database>();
        new HomePage(options).Map(routes);
        new DocsPages(options).Map(routes);
        new ServerApi(database, services.GetRequiredService<StoreCheck>(), services.GetRequiredService<Drain>()).Map(
            routes
        );
        WorkspacesApi.Map(routes);
        Features.Map(routes, services);
    }
}
