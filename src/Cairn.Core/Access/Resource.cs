namespace Cairn.Core.Access;

/// <summary>The kinds of resource that permissions are held on.</summary>
public enum ResourceKind
{
    /// <summary>The server itself.</summary>
    Server,

    /// <summary>An experiment, by id.</summary>
    Experiment,

    /// <summary>An experiment, by name.</summary>
    ExperimentName,

    /// <summary>A run, by id. Its experiment holds the permission.</summary>
    Run,

    /// <summary>A registered model or prompt, by name.</summary>
    RegisteredModel,

    /// <summary>A logged model, by id. Its experiment holds the permission.</summary>
    LoggedModel,

    /// <summary>A trace, by id. Its experiment holds the permission.</summary>
    Trace,

    /// <summary>A path below the artifact destination. The experiment that keeps files there holds the permission.
    /// </summary>
    Artifact,

    /// <summary>An artifact URI, anywhere. The experiment that keeps files there holds the permission.</summary>
    ArtifactUri,

    /// <summary>A webhook, by id.</summary>
    Webhook,
}

/// <summary>A resource that a request touches.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Id">The id as the client sent it; null for the kind as a whole, as in a search.</param>
/// <param name="Action">What is done to it, where that differs from the route's action.</param>
public readonly record struct Resource(ResourceKind Kind, string? Id = null, AccessAction? Action = null)
{
    /// <summary>The server itself.</summary>
    public static Resource Server => new(ResourceKind.Server);

    /// <summary>Experiments as a whole: to search or create them.</summary>
    public static Resource Experiments => new(ResourceKind.Experiment);

    /// <summary>Registered models and prompts as a whole: to search or create them.</summary>
    public static Resource RegisteredModels => new(ResourceKind.RegisteredModel);

    /// <summary>Webhooks as a whole.</summary>
    public static Resource Webhooks => new(ResourceKind.Webhook);

    /// <summary>An experiment, by id.</summary>
    public static Resource Experiment(string? id) => new(ResourceKind.Experiment, id ?? "");

    /// <summary>An experiment, by name.</summary>
    public static Resource ExperimentName(string? name) => new(ResourceKind.ExperimentName, name ?? "");

    /// <summary>A run, by id.</summary>
    public static Resource Run(string? id) => new(ResourceKind.Run, id ?? "");

    /// <summary>A registered model or prompt, by name.</summary>
    public static Resource RegisteredModel(string? name) => new(ResourceKind.RegisteredModel, name ?? "");

    /// <summary>A logged model, by id.</summary>
    public static Resource LoggedModel(string? id) => new(ResourceKind.LoggedModel, id ?? "");

    /// <summary>A trace, by id.</summary>
    public static Resource Trace(string? id) => new(ResourceKind.Trace, id ?? "");

    /// <summary>A file or folder below the artifact destination.</summary>
    public static Resource Artifact(string path) => new(ResourceKind.Artifact, path);

    /// <summary>A file or folder, by URI.</summary>
    public static Resource ArtifactUri(string uri) => new(ResourceKind.ArtifactUri, uri);

    /// <summary>A webhook, by id.</summary>
    public static Resource Webhook(string? id) => new(ResourceKind.Webhook, id ?? "");

    /// <summary>The same resource, touched in another way than the route's action says.</summary>
    public Resource For(AccessAction action) => this with { Action = action };
}
