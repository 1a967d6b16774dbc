namespace Cairn.Core.Access;

/// <summary>What a route does to a resource.</summary>
public enum AccessAction
{
    /// <summary>Needs no permission: health, version.</summary>
    Open,

    /// <summary>Looks at one resource.</summary>
    Read,

    /// <summary>Looks at many; the store leaves out what the caller may not see.</summary>
    Search,

    /// <summary>Makes a resource of this kind.</summary>
    Create,

    /// <summary>Changes it or what is in it.</summary>
    Update,

    /// <summary>Deletes or restores it.</summary>
    Delete,

    /// <summary>Administers it, permissions included.</summary>
    Manage,
}

/// <summary>The kinds of resource that permissions are held on.</summary>
public enum ResourceKind
{
    /// <summary>The server itself.</summary>
    Server,

    /// <summary>An experiment, by id.</summary>
    Experiment,

    /// <summary>An experiment, by name.</summary>
    ExperimentName,

    /// <summary>A run, by id; its experiment holds the permission.</summary>
    Run,

    /// <summary>A registered model, by name.</summary>
    RegisteredModel,

    /// <summary>A logged model, by id; its experiment holds the permission.</summary>
    LoggedModel,

    /// <summary>A trace, by id; its experiment holds the permission.</summary>
    Trace,

    /// <summary>A path below the artifact destination.</summary>
    Artifact,

    /// <summary>A webhook, by id.</summary>
    Webhook,
}

/// <summary>A resource: its kind and, where the action concerns one, its id as the client sent it.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Id">The id; null when the action concerns none, or when the client left it out.</param>
public readonly record struct Resource(ResourceKind Kind, string? Id = null);

/// <summary>Decides whether a caller may do what a route declares.</summary>
public interface IAccess
{
    /// <summary>Returns when <paramref name="action"/> on <paramref name="resource"/> is allowed.</summary>
    /// <exception cref="Errors.CairnException">UNAUTHENTICATED or PERMISSION_DENIED when it is not.</exception>
    ValueTask DemandAsync(AccessAction action, Resource resource, CancellationToken ct);
}

/// <summary>Allows everything: the rule of a server without authentication.</summary>
public sealed class AllowAll : IAccess
{
    /// <inheritdoc/>
    public ValueTask DemandAsync(AccessAction action, Resource resource, CancellationToken ct) =>
        ValueTask.CompletedTask;
}
