using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Cairn.Artifacts.Azure.Accounts;
using Cairn.Artifacts.Azure.Locations;
using Cairn.Azure.Troubles;

namespace Cairn.Artifacts.Azure.Diagnosis;

/// <summary>
/// How an account is set up, as far as the credential may know. Whoever reads it decides whether that is how it should
/// be.
/// </summary>
internal sealed class AccountFacts(
    ContainerLocation location,
    AzureAccount account,
    AzureOptions options,
    BlobContainerClient container
)
{
    private const string AccountKeyScope = "$account-encryption-key";

    /// <summary>What can be told, and how.</summary>
    public IReadOnlyList<(string Check, Func<CancellationToken, Task<string>> Look)> All =>
        [
            ("hierarchical namespace", HierarchyAsync),
            ("soft delete", SoftDeleteAsync),
            ("versioning", VersioningAsync),
            ("encryption key", KeyAsync),
        ];

    private async Task<string> HierarchyAsync(CancellationToken ct) =>
        (await account.Service.GetAccountInfoAsync(ct)).Value.IsHierarchicalNamespaceEnabled
            ? "on: this is ADLS Gen2"
            : "off";

    private async Task<string> SoftDeleteAsync(CancellationToken ct) =>
        (await account.Service.GetPropertiesAsync(ct)).Value.DeleteRetentionPolicy is { Enabled: true } policy
            ? $"on: deleted files can be brought back for {policy.Days} days"
            : "off: deleted files are gone at once; `az storage account blob-service-properties update --account-name "
                + $"{ShellWord.Of(location.Account)} --enable-delete-retention true --delete-retention-days 14` keeps them";

    /// <summary>With versioning each file has a version, the current one too.</summary>
    private async Task<string> VersioningAsync(CancellationToken ct)
    {
        var some = container
            .GetBlobsAsync(new GetBlobsOptions { States = BlobStates.Version }, ct)
            .AsPages(pageSizeHint: 1);
        await foreach (var page in some)
        {
            return page.Values.Count == 0 ? "cannot be told before there is a file"
                : page.Values[0].VersionId is not null ? "on: overwritten files are kept as versions"
                : $"off: an overwritten file is gone; `az storage account blob-service-properties update --account-name {ShellWord.Of(location.Account)} --enable-versioning true` keeps it, except with a hierarchical namespace";
        }

        return "cannot be told before there is a file";
    }

    private async Task<string> KeyAsync(CancellationToken ct)
    {
        var scope = (await container.GetPropertiesAsync(cancellationToken: ct)).Value.DefaultEncryptionScope;
        if (scope is { Length: > 0 } and not AccountKeyScope)
        {
            return $"that of the encryption scope {scope}";
        }

        if (
            options.Settings["AZURE_SUBSCRIPTION_ID"] is not { } subscription
            || account.Credential.Token is not { } token
        )
        {
            return "only the control plane tells whose it is: set AZURE_SUBSCRIPTION_ID and use an identity with the role Reader, or "
                + $"`az storage account show --name {ShellWord.Of(location.Account)} --query encryption.keySource`";
        }

        try
        {
            return await new ControlPlane(location.Cloud, token, options).KeySourceAsync(
                    subscription,
                    location.Account,
                    ct
                )
                ?? $"cannot be told: AZURE_SUBSCRIPTION_ID {subscription} has no storage account {location.Account} that this identity may see";
        }
        catch (RequestFailedException e) when (e.Status is 401 or 403)
        {
            return $"cannot be read: give the identity the role Reader on the storage account {location.Account}";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"cannot be told: {location.Cloud.Management.Host} answered what is no list of storage accounts";
        }
    }
}
