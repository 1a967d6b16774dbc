using Cairn.Core.Webhooks;
using Cairn.Sql.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Server.Webhooks;

/// <summary>Wires webhooks: their store, their queue and what sends.</summary>
internal static class WebhookHosting
{
    public static void AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<IWebhookStore, SqlWebhookStore>();
        services.AddSingleton<WebhookOutbox>();
        services.AddSingleton<IWebhookQueue>(s => s.GetRequiredService<WebhookOutbox>());
        services.AddSingleton<WebhookTargets>();
        services.AddSingleton<WebhookSender>();
        services.AddHostedService<WebhookDeliveries>();
    }
}
