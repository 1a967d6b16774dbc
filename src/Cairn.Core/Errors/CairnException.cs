using Cairn.Contracts.Errors;

namespace Cairn.Core.Errors;

/// <summary>A failure that the caller is to hear of, under one of MLflow's error codes.</summary>
/// <param name="code">Decides the HTTP status.</param>
/// <param name="message">Sent to the caller as it is: it must hold no secret and no internals.</param>
/// <param name="inner">The cause, for the log only.</param>
public class CairnException(ErrorCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The error code.</summary>
    public ErrorCode Code { get; } = code;

    /// <summary>400: a field is missing, of the wrong type or out of bounds.</summary>
    public static CairnException Invalid(string message) => new(ErrorCode.InvalidParameterValue, message);

    /// <summary>404: the named entity does not exist.</summary>
    public static CairnException Missing(string message) => new(ErrorCode.ResourceDoesNotExist, message);

    /// <summary>400: the entity exists already.</summary>
    public static CairnException Exists(string message) => new(ErrorCode.ResourceAlreadyExists, message);

    /// <summary>503: the same request may succeed later.</summary>
    public static CairnException Unavailable(string message, Exception? inner = null) =>
        new(ErrorCode.TemporarilyUnavailable, message, inner);
}
