using Cairn.Core.Access;
using Cairn.Server.Api;
using Cairn.Server.Artifacts;
using Cairn.Server.Health;
using Cairn.Server.Listening;
using Cairn.Server.MlflowPages;
using Cairn.Server.Monitoring;
using Cairn.Server.Pages;
using Cairn.Server.Security;
using Cairn.Server.Storage;
using Cairn.Server.Workspaces;
using Cairn.Sql.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cairn.Server.Hosting;

/// <summary>Wires the parts together: the only place that knows them all.</summary>
public static class CairnServer
{
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
        await builder.AddListeningAsync(options.Listen, ct);
        options.AddTo(builder.Services);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_ => AnswerMemory.OfThisProcess());
        builder.Services.AddSingleton<IAccess, AllowAll>();
        Telemetry.Add(builder.Services, builder.Configuration, options.Telemetry, options.Api.StaticPrefix);
        builder.Services.AddStorage();
        Features.AddStores(builder.Services, options);
        builder.Services.AddRoutingCore();
        PageCompression.Add(builder.Services);

        var app = await MakeAsync(builder);
        try
        {
            await app.Services.OpenStorageAsync(options.Artifacts.Root, ct);
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

    private static void Pipe(WebApplication app, ServerOptions options)
    {
        app.Use(app.Services.GetRequiredService<Drain>().InvokeAsync);
        app.UseMiddleware<ErrorHandling>();
        app.Use(MergedSlashes.InvokeAsync);
        if (!options.Security.DisableSecurityMiddleware)
        {
            app.UseMiddleware<SecurityChecks>();
        }

        if (options.MlflowPages.Directory is not null)
        {
            app.UseMiddleware<MlflowPagePaths>();
        }

        app.Use(WorkspacesApi.RefuseHeaderAsync);
        app.UseMiddleware<RawArtifactPaths>();
        app.UseRouting();
        if (options.Artifacts.ArtifactsOnly)
        {
            app.Use(DisabledEndpoint.ArtifactsOnly);
        }

        app.UseMiddleware<UnknownRoutes>();
        app.Use(CallerResolution.InvokeAsync);
        var group = app.MapGroup(options.Api.StaticPrefix);
        ExactPath.AddTo(group);
        var routes = new ApiRoutes(group, app.Services.GetRequiredService<IAccess>());
        MapServer(routes, app, options);
        Features.Map(routes, app.Services);
    }

    private static void MapServer(ApiRoutes routes, WebApplication app, ServerOptions options)
    {
        var services = app.Services;
        var database = services.GetRequiredService<Database>();
        MetricsPage.Map(routes, app);
        WebPages.Map(routes, services);
        new ServerApi(database, services.GetRequiredService<StoreCheck>(), services.GetRequiredService<Drain>()).Map(
            routes.With(ServedWithArtifactsOnly.Mark)
        );
        WorkspacesApi.Map(routes);
    }
}
