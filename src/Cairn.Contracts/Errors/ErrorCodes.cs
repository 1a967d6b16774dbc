using System.Collections.Frozen;

namespace Cairn.Contracts.Errors;

/// <summary>The one table from error code to its name on the wire and its HTTP status.</summary>
public static class ErrorCodes
{
    private static readonly FrozenDictionary<ErrorCode, (string Name, int Status)> _table = new Dictionary<
        ErrorCode,
        (string, int)
    >
    {
        [ErrorCode.InternalError] = ("INTERNAL_ERROR", 500),
        [ErrorCode.TemporarilyUnavailable] = ("TEMPORARILY_UNAVAILABLE", 503),
        [ErrorCode.BadRequest] = ("BAD_REQUEST", 400),
        [ErrorCode.InvalidParameterValue] = ("INVALID_PARAMETER_VALUE", 400),
        [ErrorCode.EndpointNotFound] = ("ENDPOINT_NOT_FOUND", 404),
        [ErrorCode.ResourceDoesNotExist] = ("RESOURCE_DOES_NOT_EXIST", 404),
        [ErrorCode.NotFound] = ("NOT_FOUND", 404),
        [ErrorCode.ResourceAlreadyExists] = ("RESOURCE_ALREADY_EXISTS", 400),
        [ErrorCode.PermissionDenied] = ("PERMISSION_DENIED", 403),
        [ErrorCode.Unauthenticated] = ("UNAUTHENTICATED", 401),
        [ErrorCode.CustomerUnauthorized] = ("CUSTOMER_UNAUTHORIZED", 401),
        [ErrorCode.ResourceConflict] = ("RESOURCE_CONFLICT", 409),
        [ErrorCode.Aborted] = ("ABORTED", 409),
        [ErrorCode.RequestLimitExceeded] = ("REQUEST_LIMIT_EXCEEDED", 429),
        [ErrorCode.ResourceExhausted] = ("RESOURCE_EXHAUSTED", 429),
        [ErrorCode.Cancelled] = ("CANCELLED", 499),
        [ErrorCode.DeadlineExceeded] = ("DEADLINE_EXCEEDED", 504),
        [ErrorCode.NotImplemented] = ("NOT_IMPLEMENTED", 501),
        [ErrorCode.FeatureDisabled] = ("FEATURE_DISABLED", 400),
    }.ToFrozenDictionary();

    /// <summary>The code's name in an error body.</summary>
    public static string Name(this ErrorCode code) => _table[code].Name;

    /// <summary>The HTTP status that goes with the code.</summary>
    public static int HttpStatus(this ErrorCode code) => _table[code].Status;
}
