using Cairn.Core.Access;
using Cairn.Server.Api;
using Cairn.Server.Hosting;
using Cairn.Web.Docs;
using Cairn.Web.Experiments;
using Cairn.Web.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Server.Pages;

/// <summary>The pages.</summary>
internal static class WebPages
{
    public static void Map(ApiRoutes api, IServiceProvider services, ServerOptions options)
    {
        var routes = new PageRoutes(
            api,
            services.GetRequiredService<IAccess>(),
            options.Api.StaticPrefix,
            services.GetRequiredService<TimeProvider>()
        );
        routes.Assets();
        DocsPages.Map(routes);
        ActivatorUtilities.CreateInstance<ExperimentsPage>(services).Map(routes);
        ActivatorUtilities.CreateInstance<RunsPage>(services).Map(routes);
    }
}
