using System.Runtime.CompilerServices;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Cairn.Artifacts.Azure.Accounts;
using Cairn.Artifacts.Azure.Failures;
using Cairn.Artifacts.Azure.Locations;
using Cairn.Artifacts.Azure.Transfers;
using Cairn.Artifacts.Shared;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.Artifacts.Azure;

/// <summary>A container of Azure Blob Storage, or of ADLS Gen2 by its Blob endpoint.</summary>
internal sealed partial class AzureBlobArtifactStore(
    ContainerLocation location,
    AzureAccount account,
    AzureOptions options,
    BlockBuffers buffers,
    AzureFailures failures
) : IArtifactStore, IStorePreparation
{
    private readonly BlobContainerClient _container = account.Service.GetBlobContainerClient(location.Container);
    private volatile bool _containerMade = !options.CreateContainer;

    public async IAsyncEnumerable<ArtifactEntry> ListAsync(
        ArtifactPath path,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        foreach (var entry in await GuardAsync(() => BlobListing.ListAsync(_container, BlobName.Of(path), ct), ct))
        {
            yield return entry;
        }
    }

    public Task<ArtifactFile?> FindAsync(ArtifactPath path, CancellationToken ct) =>
        GuardAsync(
            () => path.IsRoot ? Task.FromResult<ArtifactFile?>(null) : BlobReading.FindAsync(Blob(path), ct),
            ct
        );

    public async Task<ArtifactContent> OpenReadAsync(ArtifactPath path, ByteRange? range, CancellationToken ct) =>
        (path.IsRoot ? null : await GuardAsync(() => BlobReading.OpenAsync(Blob(path), range, ct), ct))
        ?? throw await MissingAsync(path, ct);

    public Task WriteAsync(ArtifactPath path, Stream content, ArtifactMetadata metadata, CancellationToken ct) =>
        GuardAsync(
            async () =>
            {
                await MakeContainerAsync(ct);
                var headers = new BlobHttpHeaders
                {
                    ContentType = metadata.ContentType ?? MediaTypes.Of(path.Name),
                    ContentHash = metadata.ContentMd5,
                };
                await new BlockUpload(_container.GetBlockBlobClient(BlobName.Of(path)), buffers, options).RunAsync(
                    content,
                    metadata.Length,
                    headers,
                    Tier(metadata),
                    ct
                );
                return true;
            },
            ct
        );

    public Task DeleteAsync(ArtifactPath path, CancellationToken ct) =>
        GuardAsync(
            async () =>
            {
                if (path.IsRoot)
                {
                    throw CairnException.Invalid("The root of an artifact store cannot be deleted.");
                }

                await RecursiveDelete.RunAsync(_container, BlobName.Of(path), ct);
                return true;
            },
            ct
        );

    public Task PrepareAsync(CancellationToken ct) =>
        GuardAsync(
            async () =>
            {
                await MakeContainerAsync(ct);
                return true;
            },
            ct
        );

    private async Task MakeContainerAsync(CancellationToken ct)
    {
        if (!_containerMade)
        {
            await _container.CreateIfNotExistsAsync(cancellationToken: ct);
            _containerMade = true;
        }
    }

    private async Task<CairnException> MissingAsync(ArtifactPath path, CancellationToken ct) =>
        !path.IsRoot && await GuardAsync(() => DeletedBlob.FindAsync(_container, BlobName.Of(path), ct), ct) is { } kept
            ? failures.Deleted(BlobName.Of(path), kept)
            : new NoSuchArtifactException(path);

    private AccessTier? Tier(ArtifactMetadata metadata) =>
        (metadata.Tier ?? options.AccessTier) is { } name ? new AccessTier(name) : (AccessTier?)null;

    private BlobClient Blob(ArtifactPath path) => _container.GetBlobClient(BlobName.Of(path));

    private async Task<T> GuardAsync<T>(Func<Task<T>> act, CancellationToken ct)
    {
        try
        {
            return await act();
        }
        catch (Exception e) when (AzureFailures.IsAzure(e, ct))
        {
            throw failures.Translate(e);
        }
    }
}
