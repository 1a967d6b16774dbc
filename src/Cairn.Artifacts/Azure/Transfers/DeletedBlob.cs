using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Cairn.Artifacts.Azure.Transfers;

/// <summary>Tells a file that was deleted, and that soft delete still keeps, from one that never was.</summary>
internal static class DeletedBlob
{
    /// <summary>For how many days more a deleted blob is kept; null when it is not kept, or when that may not be known.</summary>
    public static async Task<int?> DaysLeftAsync(BlobContainerClient container, string name, CancellationToken ct)
    {
        try
        {
            // Names come in order, so that the blob itself comes before those that begin like it.
            await foreach (var page in container.GetBlobsAsync(new GetBlobsOptions { Prefix = name, States = BlobStates.Deleted }, ct).AsPages(pageSizeHint: 1))
            {
                return page.Values.Count > 0 && page.Values[0] is { Deleted: true } first && first.Name == name ? first.Properties.RemainingRetentionDays ?? 0 : null;
            }
        }
        catch (RequestFailedException)
        {
            // Whoever may read a file may not always list its folder. That the file is missing is reported in any case.
        }

        return null;
    }
}
