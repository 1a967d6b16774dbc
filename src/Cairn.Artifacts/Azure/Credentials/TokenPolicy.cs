using Azure.Core;
using Azure.Core.Pipeline;
using Cairn.Azure.Tokens;
using Cairn.Azure.Troubles;
using Cairn.Contracts.Errors;
using Cairn.Core.Errors;

namespace Cairn.Artifacts.Azure.Credentials;

/// <summary>
/// Puts the Entra ID token on each request and renews it five minutes before it ends. Unlike the SDK's own policy, it
/// can be told
/// that a token was refused (<see cref="Discard"/>) although by this machine's clock it is still good.
/// </summary>
internal sealed class TokenPolicy(RenewableCredential credential, TimeProvider time) : HttpPipelinePolicy, IDisposable
{
    private static readonly TimeSpan _margin = TimeSpan.FromMinutes(5);
    private static readonly TokenRequestContext _storage = new(["https://storage.azure.com/.default"]);
    private readonly SemaphoreSlim _renewing = new(1, 1);
    private volatile CachedToken? _token;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Azure storage is only called asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (message.Request.Uri.Scheme != "https")
        {
            throw new CairnException(
                ErrorCode.Unauthenticated,
                $"The storage host '{message.Request.Uri.Host}' is configured with http, over which no Entra ID token is sent: configure it with https, or set AZURE_STORAGE_KEY or AZURE_STORAGE_SAS_TOKEN.".See(
                    "token-over-http"
                )
            );
        }

        var token = await GetAsync(message.CancellationToken);
        message.Request.Headers.SetValue(HttpHeader.Names.Authorization, "Bearer " + token.Value);
        await ProcessNextAsync(message, pipeline);
        if (message.HasResponse && message.Response.Status < 400)
        {
            token.HasServed = true;
        }
    }

    /// <summary>Forgets the token that the storage refused, so that the next request brings a new one.</summary>
    /// <param name="authorization">The header of the refused request.</param>
    /// <returns>Whether another try makes sense: not when a token is refused that has never served.</returns>
    public bool Discard(string? authorization)
    {
        if (_token is not { } token || authorization != "Bearer " + token.Value)
        {
            return true; // Another request has renewed it meanwhile.
        }

        if (!token.HasServed)
        {
            return false;
        }

        credential.Renew();
        _token = null;
        return true;
    }

    /// <summary>Forgets the token because the secret behind it was changed.</summary>
    public void Forget() => _token = null;

    public void Dispose() => _renewing.Dispose();

    private async ValueTask<CachedToken> GetAsync(CancellationToken ct)
    {
        if (_token is { } token && token.ExpiresOn - time.GetUtcNow() > _margin)
        {
            return token;
        }

        await _renewing.WaitAsync(ct);
        try
        {
            if (_token is { } renewed && renewed.ExpiresOn - time.GetUtcNow() > _margin)
            {
                return renewed;
            }

            var got = await credential.GetTokenAsync(_storage, ct);
            return _token = new(got.Token, got.ExpiresOn);
        }
        finally
        {
            _renewing.Release();
        }
    }

    private sealed class CachedToken(string value, DateTimeOffset expiresOn)
    {
        public string Value { get; } = value;

        public DateTimeOffset ExpiresOn { get; } = expiresOn;

        public bool HasServed { get; set; }
    }
}
