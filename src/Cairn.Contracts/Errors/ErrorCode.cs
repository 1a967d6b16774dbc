namespace Cairn.Contracts.Errors;

/// <summary>MLflow's error codes, as they stand in the <c>error_code</c> field of an error body.</summary>
public enum ErrorCode
{
    /// <summary>A bug or an unexpected failure of the server.</summary>
    InternalError,

    /// <summary>The server cannot answer now; the same request may succeed later.</summary>
    TemporarilyUnavailable,

    /// <summary>The request itself cannot be served.</summary>
    BadRequest,

    /// <summary>A field is missing, of the wrong type or out of bounds.</summary>
    InvalidParameterValue,

    /// <summary>The path is not one of the API's.</summary>
    EndpointNotFound,

    /// <summary>The named entity does not exist.</summary>
    ResourceDoesNotExist,

    /// <summary>The named thing does not exist.</summary>
    NotFound,

    /// <summary>The entity exists already.</summary>
    ResourceAlreadyExists,

    /// <summary>The caller may not do this.</summary>
    PermissionDenied,

    /// <summary>The caller is not signed in.</summary>
    Unauthenticated,

    /// <summary>The caller's credentials are refused.</summary>
    CustomerUnauthorized,

    /// <summary>The entity is in a state that conflicts with the request.</summary>
    ResourceConflict,

    /// <summary>The operation was given up because of a concurrent one.</summary>
    Aborted,

    /// <summary>Too many requests.</summary>
    RequestLimitExceeded,

    /// <summary>A quota is used up.</summary>
    ResourceExhausted,

    /// <summary>The client went away.</summary>
    Cancelled,

    /// <summary>The operation took too long.</summary>
    DeadlineExceeded,

    /// <summary>The backend has no such ability.</summary>
    NotImplemented,

    /// <summary>The feature is switched off on this server.</summary>
    FeatureDisabled,
}
