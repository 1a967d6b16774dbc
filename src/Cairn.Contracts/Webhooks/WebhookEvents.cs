namespace Cairn.Contracts.Webhooks;

/// <summary>What an event happened to; the numbers are protobuf's.</summary>
public enum WebhookEntity
{
    Unspecified = 0,
    RegisteredModel = 1,
    ModelVersion = 2,
    ModelVersionTag = 3,
    ModelVersionAlias = 4,
    Prompt = 5,
    PromptVersion = 6,
    PromptTag = 7,
    PromptVersionTag = 8,
    PromptAlias = 9,
    BudgetPolicy = 10,
}

/// <summary>What happened; the numbers are protobuf's.</summary>
public enum WebhookAction
{
    Unspecified = 0,
    Created = 1,
    Updated = 2,
    Deleted = 3,
    Set = 4,
    Exceeded = 5,
}

/// <summary>Whether a webhook is called; the numbers are protobuf's.</summary>
public enum WebhookStatus
{
    Unspecified = 0,
    Active = 1,
    Disabled = 2,
}

/// <summary>
/// Names of entities, actions and states: <c>MODEL_VERSION</c> on the wire, <c>model_version</c> in the database and in
/// payloads.
/// </summary>
public static class WebhookNames
{
    /// <summary>The name on the wire.</summary>
    public static string Name(this WebhookEntity entity) =>
        entity == WebhookEntity.Unspecified ? "ENTITY_UNSPECIFIED" : Snake(entity.ToString());

    /// <summary>The name on the wire.</summary>
    public static string Name(this WebhookAction action) =>
        action == WebhookAction.Unspecified ? "ACTION_UNSPECIFIED" : Snake(action.ToString());

    /// <summary>The name on the wire.</summary>
    public static string Name(this WebhookStatus status) => status == WebhookStatus.Disabled ? "DISABLED" : "ACTIVE";

    /// <summary>The name in payloads and in the database.</summary>
    public static string PayloadName(this WebhookEntity entity) => Lower(entity.Name());

    /// <summary>The name in payloads and in the database.</summary>
    public static string PayloadName(this WebhookAction action) => Lower(action.Name());

    private static string Lower(string name) => string.Concat(name.Select(char.ToLowerInvariant));

    private static string Snake(string pascal) =>
        string.Concat(pascal.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));
}

/// <summary>An event that a webhook is called for.</summary>
public sealed record WebhookEvent
{
    /// <summary>What it happened to.</summary>
    public WebhookEntity? Entity { get; set; }

    /// <summary>What happened.</summary>
    public WebhookAction? Action { get; set; }
}
