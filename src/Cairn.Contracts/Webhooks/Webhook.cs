namespace Cairn.Contracts.Webhooks;

/// <summary>A webhook. Its secret is never told. Times are milliseconds since 1970, UTC.</summary>
public sealed record Webhook
{
    /// <summary>A UUID.</summary>
    public required string WebhookId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Where events are sent to.</summary>
    public required string Url { get; init; }

    /// <summary>The events that are sent.</summary>
    public required IReadOnlyList<WebhookEvent> Events { get; init; }

    /// <summary><c>ACTIVE</c> or <c>DISABLED</c>.</summary>
    public required string Status { get; init; }

    /// <summary>When it was created.</summary>
    public long? CreationTimestamp { get; init; }

    /// <summary>When it was last changed.</summary>
    public long? LastUpdatedTimestamp { get; init; }
}
