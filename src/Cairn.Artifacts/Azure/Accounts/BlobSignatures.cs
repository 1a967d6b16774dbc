using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using Cairn.Artifacts.Azure.Credentials;
using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.Artifacts.Azure.Accounts;

/// <summary>
/// Signs URLs for single blobs: with the account key, or with a user-delegation key that is fetched by token, kept, and
/// renewed before
/// its end.
/// </summary>
internal sealed class BlobSignatures(AzureAccount account, string name, StorageClock clock) : IDisposable
{
    /// <summary>A signature begins in the past, so that it is good on machines whose clocks are late.</summary>
    private static readonly TimeSpan _skew = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan _keyLifetime = TimeSpan.FromHours(6);

    /// <summary>From its start to its end, by Azure's rule. What it signs ends with it.</summary>
    private static readonly TimeSpan _longest = TimeSpan.FromDays(7);

    private readonly SemaphoreSlim _fetching = new(1, 1);
    private volatile UserDelegationKey? _key;

    /// <summary>The signed URL of a blob.</summary>
    /// <param name="blob">The blob's URL.</param>
    /// <param name="container">Its container.</param>
    /// <param name="blobName">Its name.</param>
    /// <param name="permissions">What may be done with it.</param>
    /// <param name="lifetime">For how long.</param>
    /// <param name="terms">What a download answers; null for uploads.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Uri> SignAsync(
        Uri blob,
        string container,
        string blobName,
        BlobSasPermissions permissions,
        TimeSpan lifetime,
        DownloadTerms? terms,
        CancellationToken ct
    )
    {
        if (!account.Credential.CanSign)
        {
            throw new CairnException(
                ErrorCode.NotImplemented,
                $"Signed URLs cannot be made with {account.Credential.Source}: they need an account key or an identity."
            );
        }

        var key = account.Credential.Key is null ? await DelegationKeyAsync(lifetime, ct) : null;
        var now = clock.Now; // After the key came: its answer tells the storage's time.
        var end = now + lifetime;
        var sas = new BlobSasBuilder(
            permissions,
            key is not null && key.SignedExpiresOn < end ? key.SignedExpiresOn : end
        )
        {
            BlobContainerName = container,
            BlobName = blobName,
            Resource = "b",
            StartsOn = now - _skew,
            Protocol = blob.Scheme == "https" ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
            ContentType = terms?.ContentType,
            ContentDisposition = terms?.ContentDisposition,
            CacheControl = terms is null ? null : "no-store",
        };
        var query = key is null
            ? sas.ToSasQueryParameters(account.Credential.Key)
            : sas.ToSasQueryParameters(key, name);
        return new($"{blob.AbsoluteUri}?{query}");
    }

    public void Dispose() => _fetching.Dispose();

    /// <summary>
    /// How long the key must still be good: a day less than it may be at most, so that one serves many URLs.
    /// </summary>
    private static TimeSpan Least(TimeSpan lifetime) =>
        lifetime < _longest - TimeSpan.FromDays(1) ? lifetime : _longest - TimeSpan.FromDays(1);

    private async Task<UserDelegationKey> DelegationKeyAsync(TimeSpan lifetime, CancellationToken ct)
    {
        var least = Least(lifetime);
        if (_key is { } key && key.SignedExpiresOn > clock.Now + least)
        {
            return key;
        }

        await _fetching.WaitAsync(ct);
        try
        {
            if (_key is { } fetched && fetched.SignedExpiresOn > clock.Now + least)
            {
                return fetched;
            }

            var (start, whole) = (clock.Now - _skew, _skew + lifetime + _keyLifetime);
            var options = new BlobGetUserDelegationKeyOptions(start + (whole < _longest ? whole : _longest))
            {
                StartsOn = start,
            };
            return _key = await account.Service.GetUserDelegationKeyAsync(options, ct);
        }
        finally
        {
            _fetching.Release();
        }
    }
}
