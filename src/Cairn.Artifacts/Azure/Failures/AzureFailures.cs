using System.Net.Sockets;
using System.Security.Authentication;
using Azure;
using Azure.Identity;
using Cairn.Artifacts.Azure.Locations;
using Cairn.Artifacts.Azure.Transfers;
using Cairn.Artifacts.Shared;
using Cairn.Azure.Tokens;
using Cairn.Azure.Troubles;
using Cairn.Contracts.Errors;
using Cairn.Core.Errors;
using Microsoft.Extensions.Logging;

namespace Cairn.Artifacts.Azure.Failures;

/// <summary>
/// Turns what Azure answers into one clear error that says what to do. Answers of Azure are not repeated: they may hold
/// signatures.
/// </summary>
/// <param name="location">Where it happened.</param>
/// <param name="credential">What the storage was accessed with, in words.</param>
/// <param name="sas">The signature in use; null for none.</param>
/// <param name="time">Tells an expired signature and a wrong clock.</param>
/// <param name="log">Gets the particulars.</param>
internal sealed partial class AzureFailures(
    ContainerLocation location,
    string credential,
    Func<string?> sas,
    TimeProvider time,
    ILogger log
)
{
    /// <summary>Whether an exception comes from Azure or from the way there.</summary>
    /// <param name="e">The exception.</param>
    /// <param name="ct">The caller's: what is given up although he did not ask for it took too long.</param>
    public static bool IsAzure(Exception e, CancellationToken ct) =>
        IsAnswer(e) || (!ct.IsCancellationRequested && IsTimeout(e));

    private static bool IsAnswer(Exception e) =>
        e is RequestFailedException or AuthenticationFailedException
        || (e is AggregateException all && all.InnerExceptions.Any(IsAnswer));

    /// <summary>
    /// The SDK gives a request up by cancelling it; after several tries it throws all of them together.
    /// </summary>
    private static bool IsTimeout(Exception e) =>
        e is OperationCanceledException or TimeoutException
        || (e is AggregateException all && all.InnerExceptions.Count > 0 && all.InnerExceptions.All(IsTimeout));

    /// <summary>The error to report.</summary>
    public CairnException Translate(Exception e)
    {
        if (IsTimeout(e))
        {
            Count("timeout");
            Log.NoAnswer(log, location.Account, location.Service.Authority);
            return new(
                ErrorCode.TemporarilyUnavailable,
                $"The storage host '{location.Service.Authority}' is unreachable: it did not answer in time. Check the firewall, the network and private endpoints.".See(
                    "no-answer"
                ),
                e
            );
        }

        var cause = e is AggregateException all ? all.InnerExceptions.First(IsAnswer) : e;
        if (cause is AggregateException nested)
        {
            return Translate(nested);
        }

        if (cause is not RequestFailedException failure)
        {
            var message = EntraFailures.Explain((AuthenticationFailedException)cause, location.Account, credential);
            Count("no_token");
            Log.NoToken(log, location.Account, EntraFailures.Reason(cause));
            return new(ErrorCode.Unauthenticated, message);
        }

        var response = failure.GetRawResponse();
        if (failure.Status == 0)
        {
            Log.Unreachable(log, location.Account, location.Service.Authority, failure.GetBaseException().Message);
        }
        else
        {
            Log.Refused(
                log,
                location.Account,
                location.Container,
                failure.Status,
                failure.ErrorCode ?? "",
                response?.ClientRequestId ?? ""
            );
        }

        var (code, text) = failure.Status == 0 ? Unreachable(failure) : Explain(failure, response);
        Count(
            failure.Status switch
            {
                0 => "unreachable",
                429 or 503 => "throttled",
                _ => code.Name().ToLowerInvariant(),
            }
        );
        return new(code, text);
    }

    /// <summary>The error for a file that was deleted and that the account still keeps.</summary>
    public CairnException Deleted(string blob, DeletedBlob kept) =>
        CairnException.Missing(
            kept.Version is { } version
                ? (
                    $"The file was deleted; versioning keeps what it was: `az storage blob copy start --account-name {ShellWord.Of(location.Account)} "
                    + $"--destination-container {ShellWord.Of(location.Container)} --destination-blob={ShellWord.Of(blob)} --source-uri {ShellWord.Of(version.AbsoluteUri)}` brings it back."
                ).See("kept-as-version")
                : (
                    $"The file was deleted; soft delete keeps it for {kept.DaysLeft} more days: `az storage blob undelete --account-name {ShellWord.Of(location.Account)} "
                    + $"--container-name {ShellWord.Of(location.Container)} --name={ShellWord.Of(blob)}` brings it back."
                ).See("soft-deleted")
        );

    private void Count(string kind) => StoreErrors.Count(location.IsDfs ? "azure-dfs" : "azure-blob", kind);

    private (ErrorCode, string) Explain(RequestFailedException e, Response? response) =>
        e.ErrorCode switch
        {
            _ when e.Status is 401 or 403
                    && (
                        HasExpired(out _)
                        || e.Message.Contains("failed to authenticate", StringComparison.OrdinalIgnoreCase)
                    ) => (ErrorCode.Unauthenticated, Unauthenticated(e, response)),
            "ContainerNotFound" or "FilesystemNotFound" => (
                ErrorCode.ResourceDoesNotExist,
                (
                    $"The container '{location.Container}' does not exist in the storage account '{location.Account}'. Make it with "
                    + $"`az storage container create --account-name {ShellWord.Of(location.Account)} --name {ShellWord.Of(location.Container)}`, or start the server with --create-container."
                ).See("container-not-found")
            ),
            "ContainerBeingDeleted" => (
                ErrorCode.ResourceConflict,
                $"The container '{location.Container}' is being deleted; it can be made again in some minutes.".See(
                    "container-being-deleted"
                )
            ),
            "BlobNotFound" or "PathNotFound" or "ResourceNotFound" => (
                ErrorCode.ResourceDoesNotExist,
                "The file does not exist in the storage."
            ),
            "BlobArchived" => (
                ErrorCode.ResourceConflict,
                "The file is in the archive tier and cannot be read. `cairn artifacts rehydrate URI` brings it back; that takes up to 15 hours, or one with --priority high.".See(
                    "archived"
                )
            ),
            "BlobBeingRehydrated" => (
                ErrorCode.ResourceConflict,
                "The file is being brought back from the archive tier; try again later.".See("rehydrating")
            ),
            "LeaseIdMissing" or "LeaseAlreadyPresent" => (
                ErrorCode.ResourceConflict,
                "Somebody holds a lease on the file; break it to change the file.".See("lease")
            ),
            "InvalidBlockList" => (
                ErrorCode.ResourceConflict,
                "Another upload of the same file ended meanwhile; send the file again."
            ),
            "BlobImmutableDueToPolicy" or "BlobHasLegalHold" => (
                ErrorCode.ResourceConflict,
                "An immutability policy or legal hold of the container forbids to change the file.".See("immutable")
            ),
            "AccountIsDisabled" => (
                ErrorCode.PermissionDenied,
                $"The storage account '{location.Account}' is disabled.".See("account-disabled")
            ),
            "KeyBasedAuthenticationNotPermitted" => (
                ErrorCode.PermissionDenied,
                $"The storage account '{location.Account}' does not allow account keys. Use a managed identity, workload identity or service principal: unset AZURE_STORAGE_KEY, AZURE_STORAGE_ACCESS_KEY and AZURE_STORAGE_CONNECTION_STRING.".See(
                    "keys-not-allowed"
                )
            ),
            { } code when code.StartsWith("KeyVault", StringComparison.Ordinal) => (
                ErrorCode.PermissionDenied,
                $"The storage account '{location.Account}' cannot use its customer-managed key ({e.ErrorCode}): check the key, its vault, and the role of the account's identity there.".See(
                    "encryption-key"
                )
            ),
            "AuthenticationFailed" or "InvalidAuthenticationInfo" or "NoAuthenticationInformation" => (
                ErrorCode.Unauthenticated,
                Unauthenticated(e, response)
            ),
            "AuthorizationPermissionMismatch" or "InsufficientAccountPermissions" => (
                ErrorCode.PermissionDenied,
                Forbidden().See("permission-denied")
            ),
            "AuthorizationFailure" or "AuthorizationSourceIPMismatch" or "PublicAccessNotPermitted" => (
                ErrorCode.PermissionDenied,
                (
                    Forbidden()
                    + " If it has that role, the account's firewall refuses this network: allow it, or use a private endpoint."
                ).See("account-firewall")
            ),
            "DirectoryIsNotEmpty" or "DirectoryNotEmpty" => (
                ErrorCode.ResourceConflict,
                "The folder is not empty: somebody writes into it while it is deleted."
            ),
            "PathConflict" or "InvalidPath" or "PathAlreadyExists" or "ResourceTypeMismatch" => (
                ErrorCode.ResourceConflict,
                "A folder is where the file should be, or a file where a folder.".See("file-or-folder")
            ),
            _ => ByStatus(e, response),
        };

    private (ErrorCode, string) ByStatus(RequestFailedException e, Response? response) =>
        e.Status switch
        {
            401 => (ErrorCode.Unauthenticated, Unauthenticated(e, response)),
            403 => (ErrorCode.PermissionDenied, Forbidden().See("permission-denied")),
            404 => (ErrorCode.ResourceDoesNotExist, "The file does not exist in the storage."),
            409 or 412 => (
                ErrorCode.ResourceConflict,
                $"The file was changed meanwhile, or its state forbids this ({e.ErrorCode})."
            ),
            400 when e.ErrorCode is "OutOfRangeInput" or "InvalidUri" or "InvalidResourceName" or "InvalidInput" => (
                ErrorCode.InvalidParameterValue,
                "Azure storage does not take this path: it may have at most 1,024 characters and 254 parts.".See(
                    "path-too-long"
                )
            ),
            429 or >= 500 => (
                ErrorCode.TemporarilyUnavailable,
                $"The storage account '{location.Account}' is busy or out of order ({e.Status} {e.ErrorCode}); try again later.".See(
                    "busy"
                )
            ),
            _ => (
                ErrorCode.TemporarilyUnavailable,
                $"The storage account '{location.Account}' answered {e.Status} {e.ErrorCode}."
            ),
        };

    private (ErrorCode, string) Unreachable(RequestFailedException e)
    {
        var host = location.Service.Authority;
        for (var inner = e.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket)
            {
                return (
                    ErrorCode.TemporarilyUnavailable,
                    socket.SocketErrorCode switch
                    {
                        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => NoAddress(host),
                        SocketError.ConnectionRefused =>
                            $"The storage host '{host}' refuses connections. Check AZURE_STORAGE_ENDPOINT, the firewall and the virtual network.".See(
                                "connection-refused"
                            ),
                        _ =>
                            $"The storage host '{host}' cannot be reached ({socket.SocketErrorCode}). Check the firewall, the virtual network and private endpoints.".See(
                                "no-way-there"
                            ),
                    }
                );
            }

            if (inner is AuthenticationException)
            {
                return (
                    ErrorCode.TemporarilyUnavailable,
                    $"The TLS certificate of the storage host '{host}' is not trusted. SSL_CERT_FILE names a file of further authorities.".See(
                        "untrusted-certificate"
                    )
                );
            }
        }

        return (
            ErrorCode.TemporarilyUnavailable,
            $"The connection to the storage host '{host}' broke or took too long; try again later.".See(
                "broken-connection"
            )
        );
    }

    /// <summary>What is said of a host that DNS does not know.</summary>
    public static string NoAddress(string host) =>
        $"The storage host '{host}' has no address in DNS. Check the account's name, and the private DNS zone if the account has a private endpoint.".See(
            "no-address"
        );

    /// <summary>What is said of a clock that is wrong by more than the storage forgives.</summary>
    public static string WrongClock(TimeSpan skew) =>
        $"This machine's clock is {skew.Duration().TotalMinutes:0} minutes {(skew > TimeSpan.Zero ? "ahead of" : "behind")} Azure's; set it right.".See(
            "wrong-clock"
        );

    private string Unauthenticated(RequestFailedException e, Response? response)
    {
        var opening = $"The storage account '{location.Account}' does not accept {credential}.";
        if (HasExpired(out var end))
        {
            return $"{opening} The signature expired at {end:yyyy-MM-dd HH:mm} UTC; make a new one.".See(
                "signature-expired"
            );
        }

        if (
            response?.Headers.Date is { } theirs
            && (time.GetUtcNow() - theirs).Duration() is var skew
            && skew > TimeSpan.FromMinutes(5)
        )
        {
            return $"{opening} {WrongClock(time.GetUtcNow() - theirs)}";
        }

        var tenant = TenantChallenge.Of(response) is { } theirTenant ? $" The account's tenant is {theirTenant}." : "";
        return
            e.Message.Contains("Issuer validation failed", StringComparison.Ordinal)
            || e.Message.Contains("tenant", StringComparison.OrdinalIgnoreCase)
            ? $"{opening} The token comes from another tenant than the account's: check AZURE_TENANT_ID.{tenant}".See(
                "wrong-tenant"
            )
            : $"{opening} Check the account key, signature or service principal, and that it belongs to this account.{tenant}".See(
                "authentication-failed"
            );
    }

    private bool HasExpired(out DateTimeOffset end)
    {
        var read = sas() is { } signature ? SasExpiry.Of(signature) : null;
        end = read ?? default;
        return read < time.GetUtcNow();
    }

    private string Forbidden() =>
        $"{char.ToUpperInvariant(credential[0])}{credential[1..]} may not do this on the storage account '{location.Account}'. "
        + $"Give it the role 'Storage Blob Data Contributor' there (new roles take up to 10 minutes); a signature needs the permissions racwdl.";

    private static partial class Log
    {
        [LoggerMessage(
            4013,
            LogLevel.Warning,
            "Azure storage account {Account} could not be reached at {Host}: {Reason}"
        )]
        public static partial void Unreachable(ILogger log, string account, string host, string reason);

        [LoggerMessage(
            4010,
            LogLevel.Warning,
            "Azure storage account {Account}, container {Container}, answered {Status} {ErrorCode} to request {RequestId}"
        )]
        public static partial void Refused(
            ILogger log,
            string account,
            string container,
            int status,
            string errorCode,
            string requestId
        );

        [LoggerMessage(4012, LogLevel.Warning, "Azure storage account {Account} did not answer in time at {Host}")]
        public static partial void NoAnswer(ILogger log, string account, string host);

        [LoggerMessage(4011, LogLevel.Warning, "No token for Azure storage account {Account}: {Reason}")]
        public static partial void NoToken(ILogger log, string account, string reason);
    }
}
