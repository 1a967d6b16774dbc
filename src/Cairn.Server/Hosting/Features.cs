using System.Text.RegularExpressions;
using Cairn.Core.Experiments;
using Cairn.Core.LoggedModels;
using Cairn.Core.Metrics;
using Cairn.Core.Metrics.Series;
using Cairn.Core.Registry;
using Cairn.Core.Runs;
using Cairn.Server.Api;
using Cairn.Server.Artifacts;
using Cairn.Server.Experiments;
using Cairn.Server.GraphQl;
using Cairn.Server.LoggedModels;
using Cairn.Server.Metrics;
using Cairn.Server.Metrics.Series;
using Cairn.Server.Registry;
using Cairn.Server.Runs;
using Cairn.Server.Webhooks;
using Cairn.Sql.Engine;
using Cairn.Sql.Experiments;
using Cairn.Sql.LoggedModels;
using Cairn.Sql.Metrics;
using Cairn.Sql.Registry;
using Cairn.Sql.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Server.Hosting;

/// <summary>The features that make up the API: their stores and their routes.</summary>
internal static class Features
{
    public static void AddStores(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<IExperimentStore>(s => new SqlExperimentStore(
            s.GetRequiredService<Database>(),
            options.Artifacts.Root,
            s.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<IRunStore, SqlRunStore>();
        services.AddSingleton<IRunCounts, SqlRunCounts>();
        services.AddSingleton<IMetricStore, SqlMetricStore>();
        services.AddSingleton<ISeriesStore, SqlSeriesStore>();
        services.AddSingleton<ILoggedModelStore, SqlLoggedModelStore>();
        services.AddSingleton<IRegisteredModelStore, SqlRegisteredModelStore>();
        services.AddSingleton<IModelVersionStore, SqlModelVersionStore>();
        services.AddSingleton(
            new ModelSourcePolicy(
                options.Registry.ModelVersionSourceRegex is { } pattern
                    ? new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1))
                    : null
            )
        );
        services.AddSingleton<ModelSources>();
        services.AddWebhooks();
        services.AddArtifacts();
    }

    public static void Map(ApiRoutes routes, IServiceProvider services)
    {
        ActivatorUtilities.CreateInstance<ExperimentsApi>(services).Map(routes);
        ActivatorUtilities.CreateInstance<RunsApi>(services).Map(routes);
        ActivatorUtilities.CreateInstance<MetricsApi>(services).Map(routes);
        ActivatorUtilities.CreateInstance<SeriesApi>(services).Map(routes);
        ActivatorUtilities.CreateInstance<LoggedModelsApi>(services).Map(routes);
        ActivatorUtilities.CreateInstance<LoggedModelArtifactsApi>(services).Map(routes);
        ActivatorUtilities.CreateInstance<RegisteredModelsApi>(services).Map(routes);
        ActivatorUtilities.CreateInstance<ModelVersionsApi>(services).Map(routes);
        ActivatorUtilities.CreateInstance<ModelVersionArtifactsApi>(services).Map(routes);
        ActivatorUtilities.CreateInstance<WebhooksApi>(services).Map(routes);
        ArtifactHosting.Map(routes, services);
        ActivatorUtilities.CreateInstance<GraphQlApi>(services).Map(routes);
        ActivatorUtilities.CreateInstance<MlflowPages.MlflowPages>(services).Map(routes);
    }
}
