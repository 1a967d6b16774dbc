using Cairn.Contracts.Webhooks;

namespace Cairn.Core.Webhooks;

/// <summary>Webhooks. Secrets come and go as the database keeps them: encrypted.</summary>
/// <remarks>Methods that name a webhook throw RESOURCE_DOES_NOT_EXIST when there is none.</remarks>
public interface IWebhookStore
{
    /// <summary>Creates a webhook.</summary>
    Task<Webhook> CreateAsync(WebhookChange webhook, CancellationToken ct);

    /// <summary>The webhook.</summary>
    Task<Webhook> GetAsync(string id, CancellationToken ct);

    /// <summary>A page of webhooks, the newest first.</summary>
    Task<ListWebhooksResponse> ListAsync(int maxResults, string? pageToken, CancellationToken ct);

    /// <summary>Changes a webhook; nulls leave what is there.</summary>
    Task<Webhook> UpdateAsync(string id, WebhookChange change, CancellationToken ct);

    /// <summary>Deletes a webhook. What waits to be sent to it is not sent.</summary>
    Task DeleteAsync(string id, CancellationToken ct);

    /// <summary>The webhook's encrypted secret; null when it has none.</summary>
    Task<string?> SecretAsync(string id, CancellationToken ct);
}

/// <summary>A webhook to create, or what to change of one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Url">Where events are sent to.</param>
/// <param name="Events">The events that are sent.</param>
/// <param name="Secret">The encrypted secret.</param>
/// <param name="Status">Whether it is called.</param>
public sealed record WebhookChange(
    string? Name,
    string? Description,
    string? Url,
    IReadOnlyList<WebhookEvent>? Events,
    string? Secret,
    WebhookStatus Status
);
