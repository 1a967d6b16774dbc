using Cairn.Contracts.Json;
using Cairn.Contracts.Webhooks;
using Cairn.Core.Access;
using Cairn.Core.Errors;
using Cairn.Core.Webhooks;
using Cairn.Server.Api;

namespace Cairn.Server.Webhooks;

/// <summary>The webhooks endpoints.</summary>
internal sealed class WebhooksApi(
    IWebhookStore webhooks,
    WebhookTargets targets,
    WebhookSender sender,
    WebhookOptions options,
    TimeProvider clock
)
{
    private const int DefaultResults = 100,
        MostResults = 1000;

    public void Map(ApiRoutes api)
    {
        api.Map<CreateWebhookRequest, WebhookResponse>(
            "POST",
            "webhooks",
            AccessAction.Manage,
            _ => Resource.Webhooks,
            Create
        );
        api.Map<ListWebhooksRequest, ListWebhooksResponse>(
            "GET",
            "webhooks",
            AccessAction.Manage,
            _ => Resource.Webhooks,
            List
        );
        api.Map<WebhookRequest, WebhookResponse>(
            "GET",
            "webhooks/{webhook_id}",
            AccessAction.Manage,
            r => Resource.Webhook(r.WebhookId),
            Get
        );
        api.Map<UpdateWebhookRequest, WebhookResponse>(
            "PATCH",
            "webhooks/{webhook_id}",
            AccessAction.Manage,
            r => Resource.Webhook(r.WebhookId),
            Update
        );
        api.Map<WebhookRequest, Empty>(
            "DELETE",
            "webhooks/{webhook_id}",
            AccessAction.Manage,
            r => Resource.Webhook(r.WebhookId),
            Delete
        );
        api.Map<TestWebhookRequest, TestWebhookResponse>(
            "POST",
            "webhooks/{webhook_id}/test",
            AccessAction.Manage,
            r => Resource.Webhook(r.WebhookId),
            Test
        );
    }

    private async Task<WebhookResponse> Create(CreateWebhookRequest request, CancellationToken ct)
    {
        var events = WebhookRules.Checked(request.Events!);
        return new(
            await webhooks.CreateAsync(
                await ChangeAsync(
                    request.Name,
                    request.Description,
                    request.Url,
                    events,
                    request.Secret,
                    request.Status,
                    ct
                ),
                ct
            )
        );
    }

    private async Task<ListWebhooksResponse> List(ListWebhooksRequest request, CancellationToken ct)
    {
        var most = request.MaxResults ?? DefaultResults;
        return most is > 0 and <= MostResults
            ? await webhooks.ListAsync(most, request.PageToken, ct)
            : throw CairnException.Invalid(
                $"Invalid value {most} for parameter 'max_results' supplied. It must be from 1 to {MostResults}."
            );
    }

    private async Task<WebhookResponse> Get(WebhookRequest request, CancellationToken ct) =>
        new(await webhooks.GetAsync(request.WebhookId!, ct));

    private async Task<WebhookResponse> Update(UpdateWebhookRequest request, CancellationToken ct)
    {
        var events = request.Events is null ? null : WebhookRules.Checked(request.Events);
        return new(
            await webhooks.UpdateAsync(
                request.WebhookId!,
                await ChangeAsync(
                    request.Name,
                    request.Description,
                    request.Url,
                    events,
                    request.Secret,
                    request.Status,
                    ct
                ),
                ct
            )
        );
    }

    private async Task<Empty> Delete(WebhookRequest request, CancellationToken ct)
    {
        await webhooks.DeleteAsync(request.WebhookId!, ct);
        return Empty.Response;
    }

    private async Task<TestWebhookResponse> Test(TestWebhookRequest request, CancellationToken ct)
    {
        var webhook = await webhooks.GetAsync(request.WebhookId!, ct);
        var tested =
            request.Event
            ?? (
                webhook.Events.Count > 0
                    ? webhook.Events[0]
                    : throw CairnException.Invalid("The webhook listens to no event.")
            );
        WebhookRules.Demand(tested);
        var delivery = new WebhookDelivery(
            Guid.NewGuid().ToString(),
            webhook.WebhookId,
            webhook.Url,
            await webhooks.SecretAsync(webhook.WebhookId, ct),
            tested.Entity!.Value.PayloadName(),
            tested.Action!.Value.PayloadName(),
            RegistryEvent.Example(tested),
            0
        );
        try
        {
            var answer = await sender.SendAsync(delivery, wantsBody: true, ct);
            return new(new(answer.IsSuccess, answer.Status, answer.Body));
        }
        catch (Exception e)
            when (e is HttpRequestException or CairnException or IOException or TimeoutException or UriFormatException)
        {
            return new(
                new(false, ErrorMessage: $"Failed to test webhook: {(e.InnerException as CairnException ?? e).Message}")
            );
        }
    }

    private async Task<WebhookChange> ChangeAsync(
        string? name,
        string? description,
        string? url,
        IReadOnlyList<WebhookEvent>? events,
        string? secret,
        WebhookStatus? status,
        CancellationToken ct
    )
    {
        if (name is not null)
        {
            WebhookRules.DemandName(name);
        }

        WebhookRules.DemandLengths(url, description);
        if (url is not null)
        {
            await targets.DemandAsync(url, ct);
        }

        return new(
            name,
            description,
            url,
            events,
            Encrypted(secret),
            status is WebhookStatus.Disabled ? WebhookStatus.Disabled : WebhookStatus.Active
        );
    }

    private string? Encrypted(string? secret) =>
        string.IsNullOrEmpty(secret)
            ? null
            : options.Encryption?.Encrypt(secret, clock.GetUtcNow())
                ?? throw CairnException.Invalid(
                    "This server cannot keep a webhook's secret: it has no key to encrypt it with. Make one, and start the server with it as "
                        + "MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY: openssl rand -base64 32 | tr '+/' '-_'"
                );
}
