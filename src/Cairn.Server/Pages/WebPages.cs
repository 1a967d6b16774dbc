using Cairn.Server.Api;
using Cairn.Web.Artifacts;
using Cairn.Web.Charts;
using Cairn.Web.Compare;
using Cairn.Web.Docs;
using Cairn.Web.Experiments;
using Cairn.Web.LoggedModels;
using Cairn.Web.Models;
using Cairn.Web.Prompts;
using Cairn.Web.Runs;
using Cairn.Web.Runs.OneRun;
using Cairn.Web.Search;
using Cairn.Web.Status;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Server.Pages;

/// <summary>The pages.</summary>
internal static class WebPages
{
    public static void Map(ApiRoutes api, IServiceProvider services)
    {
        var routes = new PageRoutes(
            api,
            services.GetRequiredService<ApiOptions>().StaticPrefix,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<IResponseCompressionProvider>()
        );
        routes.Assets();
        DocsPages.Map(routes);
        ActivatorUtilities.CreateInstance<ExperimentsPage>(services).Map(routes);
        ActivatorUtilities.CreateInstance<ExperimentChartsPage>(services).Map(routes);
        ActivatorUtilities.CreateInstance<RunPages>(services).Map(routes);
        ActivatorUtilities.CreateInstance<ArtifactPages>(services).Map(routes);
        ActivatorUtilities.CreateInstance<ComparePage>(services).Map(routes);
        ActivatorUtilities.CreateInstance<RunsPage>(services).Map(routes);
        ActivatorUtilities.CreateInstance<LoggedModelPage>(services).Map(routes);
        ActivatorUtilities.CreateInstance<ModelsPage>(services).Map(routes);
        ActivatorUtilities.CreateInstance<ModelPage>(services).Map(routes);
        ActivatorUtilities.CreateInstance<VersionPage>(services).Map(routes);
        ActivatorUtilities.CreateInstance<PromptsPage>(services).Map(routes);
        ActivatorUtilities.CreateInstance<PromptPage>(services).Map(routes);
        ActivatorUtilities.CreateInstance<SearchPage>(services).Map(routes);
        new StatusPage(ActivatorUtilities.CreateInstance<ServerStatusReader>(services)).Map(routes);
    }
}
