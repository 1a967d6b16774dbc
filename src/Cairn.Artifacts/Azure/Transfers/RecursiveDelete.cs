using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Cairn.Artifacts.Azure.Transfers;

/// <summary>
/// Deletes a blob, or all that is below a folder. Throttled requests wait as long as the storage's Retry-After says.
/// </summary>
internal static class RecursiveDelete
{
    private const int AtOnce = 32;

    public static async Task RunAsync(BlobContainerClient container, string name, CancellationToken ct)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
        var folders = new List<string>();
        var content = new GetBlobsOptions { Prefix = name + "/", Traits = BlobTraits.Metadata };
        await Parallel.ForEachAsync(
            container.GetBlobsAsync(content, ct),
            parallel,
            async (blob, stop) =>
            {
                if (FolderMarker.Is(blob.Metadata))
                {
                    lock (folders)
                    {
                        folders.Add(blob.Name);
                    }
                }
                else
                {
                    await DeleteAsync(container, blob.Name, stop);
                }
            }
        );

        // With a hierarchical namespace folders are real and must be empty: the deepest go first.
        foreach (
            var level in folders.GroupBy(folder => folder.AsSpan().Count('/')).OrderByDescending(level => level.Key)
        )
        {
            await Parallel.ForEachAsync(
                level,
                parallel,
                async (folder, stop) => await DeleteAsync(container, folder, stop)
            );
        }

        await DeleteAsync(container, name, ct);
    }

    private static async Task DeleteAsync(BlobContainerClient container, string name, CancellationToken ct)
    {
        try
        {
            await container
                .GetBlobClient(name)
                .DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: ct);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            // That is what was asked for.
        }
    }
}
