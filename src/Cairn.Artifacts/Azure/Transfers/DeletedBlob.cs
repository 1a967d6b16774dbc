using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Cairn.Artifacts.Azure.Transfers;

/// <summary>A file that was deleted, and that the account still keeps.</summary>
/// <param name="DaysLeft">For how many days more soft delete keeps it; of no meaning for a version, which
/// stays.</param>
/// <param name="Version">The URL of its newest version, where it was deleted with versioning on; then there is nothing
/// to undelete.</param>
internal sealed record DeletedBlob(int DaysLeft, Uri? Version)
{
    /// <summary>
    /// Tells a deleted file from one that never was; null when it is not kept, or when that may not be known.
    /// </summary>
    public static async Task<DeletedBlob?> FindAsync(BlobContainerClient container, string name, CancellationToken ct)
    {
        try
        {
            var found = await FirstAsync(container, name, BlobStates.Deleted | BlobStates.DeletedWithVersions, ct);
            return found is { Deleted: true } ? new(found.Properties.RemainingRetentionDays ?? 0, null)
                : found is { HasVersionsOnly: true } && await NewestVersionAsync(container, name, ct) is { } version
                    ? new(0, version)
                : null;
        }
        catch (RequestFailedException)
        {
            // Whoever may read a file may not always list its folder. That the file is missing is reported in any case.
            return null;
        }
    }

    /// <summary>Names come in order, so that the blob itself comes before those that begin like it.</summary>
    private static async Task<BlobItem?> FirstAsync(
        BlobContainerClient container,
        string name,
        BlobStates states,
        CancellationToken ct
    )
    {
        await foreach (
            var page in container
                .GetBlobsAsync(new GetBlobsOptions { Prefix = name, States = states }, ct)
                .AsPages(pageSizeHint: 1)
        )
        {
            return page.Values.Count > 0 && page.Values[0].Name == name ? page.Values[0] : null;
        }

        return null;
    }

    /// <summary>The versions of a blob come from the oldest to the newest.</summary>
    private static async Task<Uri?> NewestVersionAsync(BlobContainerClient container, string name, CancellationToken ct)
    {
        string? newest = null;
        await foreach (
            var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = name, States = BlobStates.Version }, ct)
        )
        {
            if (blob.Name != name)
            {
                break;
            }

            newest = blob.VersionId ?? newest;
        }

        return newest is null ? null : container.GetBlobClient(name).WithVersion(newest).Uri;
    }
}
