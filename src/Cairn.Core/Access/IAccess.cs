namespace Cairn.Core.Access;

/// <summary>Decides what a caller may do.</summary>
public interface IAccess
{
    /// <summary>Returns when the caller may do this to all of the resources.</summary>
    /// <param name="caller">Who sends the request.</param>
    /// <param name="action">What the route does. A resource may carry an action of its own.</param>
    /// <param name="resources">All resources that the request touches.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <exception cref="Errors.CairnException">UNAUTHENTICATED or PERMISSION_DENIED.</exception>
    ValueTask DemandAsync(Caller caller, AccessAction action, Resources resources, CancellationToken ct);

    /// <summary>Returns what the caller may see.</summary>
    ValueTask<Visibility> VisibilityAsync(Caller caller, CancellationToken ct);
}

/// <summary>Allows everything: the rule of a server without authentication.</summary>
public sealed class AllowAll : IAccess
{
    /// <inheritdoc/>
    public ValueTask DemandAsync(Caller caller, AccessAction action, Resources resources, CancellationToken ct) =>
        ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask<Visibility> VisibilityAsync(Caller caller, CancellationToken ct) => new(Visibility.Everything);
}
