using Azure;
using Azure.Storage.Blobs.Models;
using Cairn.Artifacts.Azure.Transfers;
using Cairn.Core.Artifacts;

namespace Cairn.Artifacts.Azure;

/// <summary>Brings files back from the archive tier.</summary>
internal sealed partial class AzureBlobArtifactStore : IRehydration
{
    public Task RehydrateAsync(
        ArtifactPath path,
        string tier,
        bool urgent,
        IProgress<string> begun,
        CancellationToken ct
    ) =>
        GuardAsync(
            async () =>
            {
                var name = BlobName.Of(path);
                var priority = urgent ? RehydratePriority.High : RehydratePriority.Standard;
                if (!path.IsRoot && await IsArchivedAsync(name, ct))
                {
                    await BeginAsync(name);
                }

                var below = new GetBlobsOptions { Prefix = path.IsRoot ? null : name + "/" };
                await Parallel.ForEachAsync(
                    _container.GetBlobsAsync(below, ct),
                    new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct },
                    async (blob, _) =>
                    {
                        if (blob.Properties.AccessTier == AccessTier.Archive && blob.Properties.ArchiveStatus is null)
                        {
                            await BeginAsync(blob.Name);
                        }
                    }
                );
                return true;

                async Task BeginAsync(string blob)
                {
                    await _container
                        .GetBlobClient(blob)
                        .SetAccessTierAsync(new AccessTier(tier), rehydratePriority: priority, cancellationToken: ct);
                    begun.Report(BlobName.ToPath(blob));
                }
            },
            ct
        );

    private async Task<bool> IsArchivedAsync(string name, CancellationToken ct)
    {
        try
        {
            var properties = (await _container.GetBlobClient(name).GetPropertiesAsync(cancellationToken: ct)).Value;
            return properties.AccessTier == "Archive" && properties.ArchiveStatus is null;
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound || e.Status == 404)
        {
            return false; // A folder.
        }
    }
}
