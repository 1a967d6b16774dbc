using System.Text.Json.Nodes;
using Cairn.Contracts.Registry;
using Cairn.Contracts.Webhooks;
using Cairn.Core.Registry;

namespace Cairn.Core.Webhooks;

/// <summary>Something that happened in the registry, as webhooks are told of it.</summary>
/// <param name="Model">The model or prompt.</param>
/// <param name="OfModel">What it happened to, when that is a model; unspecified when webhooks are not told.</param>
/// <param name="OfPrompt">What it happened to, when that is a prompt.</param>
/// <param name="Action">What happened.</param>
/// <param name="Data">The event's data, as JSON.</param>
public sealed record RegistryEvent(
    string Model,
    WebhookEntity OfModel,
    WebhookEntity OfPrompt,
    WebhookAction Action,
    string Data
)
{
    /// <summary>Made before the write is tried, so that trying again does not send twice.</summary>
    public string Id { get; } = Guid.NewGuid().ToString();

    /// <summary>A model or prompt was created.</summary>
    public static RegistryEvent ModelCreated(string name, string description, IReadOnlyList<RegistryTag> tags)
    {
        var entity = Prompts.Is(tags) ? WebhookEntity.Prompt : WebhookEntity.RegisteredModel;
        return new(
            name,
            entity,
            entity,
            WebhookAction.Created,
            Json(("name", name), ("tags", Object(tags)), ("description", Text(description)))
        );
    }

    /// <summary>A version was created.</summary>
    public static RegistryEvent VersionCreated(NewModelVersion version, string number)
    {
        var (name, tags, description) = (version.Name, Object(version.Tags), Text(version.Description));
        return Prompts.Is(version.Tags)
            ? new(
                name,
                WebhookEntity.PromptVersion,
                WebhookEntity.PromptVersion,
                WebhookAction.Created,
                Json(
                    ("name", name),
                    ("version", number),
                    ("template", version.Tags.FirstOrDefault(t => t.Key == Prompts.TextTag)?.Value),
                    ("tags", tags),
                    ("description", description)
                )
            )
            : new(
                name,
                WebhookEntity.ModelVersion,
                WebhookEntity.ModelVersion,
                WebhookAction.Created,
                Json(
                    ("name", name),
                    ("version", number),
                    ("source", version.Source),
                    ("run_id", Text(version.RunId)),
                    ("tags", tags),
                    ("description", description)
                )
            );
    }

    /// <summary>A tag of a model was set.</summary>
    public static RegistryEvent ModelTagSet(string name, string key, string value) =>
        new(
            name,
            WebhookEntity.Unspecified,
            WebhookEntity.PromptTag,
            WebhookAction.Set,
            Json(("name", name), ("key", key), ("value", value))
        );

    /// <summary>A tag of a model was deleted.</summary>
    public static RegistryEvent ModelTagDeleted(string name, string key) =>
        new(
            name,
            WebhookEntity.Unspecified,
            WebhookEntity.PromptTag,
            WebhookAction.Deleted,
            Json(("name", name), ("key", key))
        );

    /// <summary>A tag of a version was set.</summary>
    public static RegistryEvent VersionTagSet(string name, string number, string key, string value) =>
        new(
            name,
            WebhookEntity.ModelVersionTag,
            WebhookEntity.PromptVersionTag,
            WebhookAction.Set,
            Json(("name", name), ("version", number), ("key", key), ("value", value))
        );

    /// <summary>A tag of a version was deleted.</summary>
    public static RegistryEvent VersionTagDeleted(string name, string number, string key) =>
        new(
            name,
            WebhookEntity.ModelVersionTag,
            WebhookEntity.PromptVersionTag,
            WebhookAction.Deleted,
            Json(("name", name), ("version", number), ("key", key))
        );

    /// <summary>An alias was set.</summary>
    public static RegistryEvent AliasSet(string name, string alias, string number) =>
        new(
            name,
            WebhookEntity.ModelVersionAlias,
            WebhookEntity.PromptAlias,
            WebhookAction.Created,
            Json(("name", name), ("alias", alias), ("version", number))
        );

    /// <summary>An alias was deleted.</summary>
    public static RegistryEvent AliasDeleted(string name, string alias) =>
        new(
            name,
            WebhookEntity.ModelVersionAlias,
            WebhookEntity.PromptAlias,
            WebhookAction.Deleted,
            Json(("name", name), ("alias", alias))
        );

    /// <summary>Data such as the event's own, for a test.</summary>
    public static string Example(WebhookEvent of)
    {
        IReadOnlyList<RegistryTag> tags = [new() { Key = "example_key", Value = "example_value" }];
        var isPrompt =
            of.Entity
            is WebhookEntity.Prompt
                or WebhookEntity.PromptVersion
                or WebhookEntity.PromptTag
                or WebhookEntity.PromptVersionTag
                or WebhookEntity.PromptAlias;
        var name = isPrompt ? "example_prompt" : "example_model";
        IReadOnlyList<RegistryTag> promptTags =
        [
            .. tags,
            new() { Key = Prompts.Tag, Value = "true" },
            new() { Key = Prompts.TextTag, Value = "Hello {{name}}!" },
        ];
        return (of.Entity, of.Action) switch
        {
            (WebhookEntity.RegisteredModel or WebhookEntity.Prompt, _) => ModelCreated(
                name,
                "An example",
                isPrompt ? promptTags : tags
            ).Data,
            (WebhookEntity.ModelVersion or WebhookEntity.PromptVersion, _) => VersionCreated(
                new(
                    name,
                    "runs:/abcd1234abcd5678/model",
                    "",
                    "abcd1234abcd5678",
                    "",
                    "An example version",
                    isPrompt ? promptTags : tags
                ),
                "1"
            ).Data,
            (WebhookEntity.PromptTag, WebhookAction.Set) => ModelTagSet(name, "example_key", "example_value").Data,
            (WebhookEntity.PromptTag, _) => ModelTagDeleted(name, "example_key").Data,
            (WebhookEntity.ModelVersionTag or WebhookEntity.PromptVersionTag, WebhookAction.Set) => VersionTagSet(
                name,
                "1",
                "example_key",
                "example_value"
            ).Data,
            (WebhookEntity.ModelVersionTag or WebhookEntity.PromptVersionTag, _) => VersionTagDeleted(
                name,
                "1",
                "example_key"
            ).Data,
            (_, WebhookAction.Created) => AliasSet(name, "example_alias", "1").Data,
            (WebhookEntity.BudgetPolicy, _) => Json(("budget_policy_id", "example_policy")),
            _ => AliasDeleted(name, "example_alias").Data,
        };
    }

    private static string? Text(string text) => text.Length == 0 ? null : text;

    private static JsonObject Object(IReadOnlyList<RegistryTag> tags)
    {
        var json = new JsonObject();
        foreach (var tag in tags.Where(t => t.Key is not (Prompts.Tag or Prompts.TextTag)))
        {
            json[tag.Key!] = tag.Value;
        }

        return json;
    }

    private static string Json(params ReadOnlySpan<(string Key, JsonNode? Value)> fields)
    {
        var json = new JsonObject();
        foreach (var (key, value) in fields)
        {
            json[key] = value;
        }

        return json.ToJsonString();
    }
}
