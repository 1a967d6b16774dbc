using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Logging;

namespace Cairn.Artifacts.Azure.Credentials;

/// <summary>
/// Keeps long-lived clients on the current secret: files are read again every few seconds while requests come, and once
/// more when the
/// storage refuses the credential, before that is reported. Each answer tells the storage's time.
/// </summary>
internal sealed partial class FreshCredentialPolicy(
    AzureCredential credential,
    TokenPolicy? tokens,
    StorageClock clock,
    TimeProvider time,
    ILogger log
) : HttpPipelinePolicy
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(5);
    private long _lastRead = time.GetTimestamp();

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Azure storage is only called asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var last = Volatile.Read(ref _lastRead);
        if (
            time.GetElapsedTime(last) > _interval
            && Interlocked.CompareExchange(ref _lastRead, time.GetTimestamp(), last) == last
            && credential.Reread()
        )
        {
            Log.Changed(log, credential.Source);
        }

        var before = credential.Version;
        await ProcessNextAsync(message, pipeline);
        if (message.HasResponse)
        {
            clock.Saw(message.Response);
        }

        if (IsRefusal(message) && Renewed(message, before))
        {
            message.Response.Dispose();
            await ProcessNextAsync(message, pipeline);
        }
    }

    /// <summary>
    /// Whether the storage does not believe who is asking; that it does not allow what is asked
    /// (AuthorizationPermissionMismatch) is another matter.
    /// </summary>
    private static bool IsRefusal(HttpMessage message) =>
        message.HasResponse
        && (
            message.Response.Status == 401
            || (
                message.Response.Status == 403
                && message.Response.Headers.TryGetValue("x-ms-error-code", out var code)
                && code is "AuthenticationFailed" or "InvalidAuthenticationInfo" or "AuthorizationFailure"
            )
        );

    private bool Renewed(HttpMessage message, int before)
    {
        if (credential.Reread())
        {
            Log.Changed(log, credential.Source);
            tokens?.Forget();
            return true;
        }

        _ = message.Request.Headers.TryGetValue(HttpHeader.Names.Authorization, out var authorization);
        return credential.Version != before || (tokens is not null && tokens.Discard(authorization));
    }

    private static partial class Log
    {
        [LoggerMessage(
            4003,
            LogLevel.Information,
            "Azure storage is now accessed with a changed value of {Credential}"
        )]
        public static partial void Changed(ILogger log, string credential);
    }
}
