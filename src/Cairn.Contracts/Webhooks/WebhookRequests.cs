using Cairn.Contracts.Json;

namespace Cairn.Contracts.Webhooks;

/// <summary><c>POST webhooks</c>.</summary>
public sealed class CreateWebhookRequest
{
    [RequiredField]
    public string? Name { get; set; }

    public string? Description { get; set; }

    [RequiredField]
    public string? Url { get; set; }

    [RequiredField]
    public List<WebhookEvent>? Events { get; set; }

    public string? Secret { get; set; }

    public WebhookStatus? Status { get; set; }
}

/// <summary>A webhook alone.</summary>
public sealed record WebhookResponse(Webhook Webhook);

/// <summary><c>GET webhooks</c>.</summary>
public sealed class ListWebhooksRequest
{
    public int? MaxResults { get; set; }

    public string? PageToken { get; set; }
}

/// <summary>A page of webhooks.</summary>
public sealed record ListWebhooksResponse(IReadOnlyList<Webhook>? Webhooks, string? NextPageToken);

/// <summary>A request that names a webhook in its path: get, delete.</summary>
public sealed class WebhookRequest
{
    [RequiredField]
    public string? WebhookId { get; set; }
}

/// <summary><c>PATCH webhooks/{webhook_id}</c>: what is left out stays as it is, but for the status.</summary>
public sealed class UpdateWebhookRequest
{
    [RequiredField]
    public string? WebhookId { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? Url { get; set; }

    public List<WebhookEvent>? Events { get; set; }

    public string? Secret { get; set; }

    public WebhookStatus? Status { get; set; }
}

/// <summary><c>POST webhooks/{webhook_id}/test</c>.</summary>
public sealed class TestWebhookRequest
{
    [RequiredField]
    public string? WebhookId { get; set; }

    public WebhookEvent? Event { get; set; }
}

/// <summary>What came of a test.</summary>
public sealed record TestWebhookResponse(WebhookTestResult Result);

/// <summary>What a webhook's target answered, or why it was not reached.</summary>
public sealed record WebhookTestResult(
    bool Success,
    int? ResponseStatus = null,
    string? ResponseBody = null,
    string? ErrorMessage = null
);
