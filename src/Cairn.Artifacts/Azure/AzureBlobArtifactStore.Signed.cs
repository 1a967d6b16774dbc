using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using Cairn.Artifacts.Azure.Transfers;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.Artifacts.Azure;

/// <summary>What clients may do themselves by signed URLs, each good for one blob and no more than it needs.</summary>
internal sealed partial class AzureBlobArtifactStore : IMultipartUploads, ISignedDownloads, ISignedUploads
{
    private const BlobSasPermissions Upload = BlobSasPermissions.Create | BlobSasPermissions.Write;
    private const int MostParts = 50_000;
    private static readonly TimeSpan _multipartLifetime = TimeSpan.FromHours(1);
    private static readonly Dictionary<string, string> _noHeaders = [];

    public Task<MultipartUpload> CreateUploadAsync(ArtifactPath path, int parts, CancellationToken ct) =>
        GuardAsync(
            async () =>
            {
                if (parts is < 1 or > MostParts)
                {
                    throw CairnException.Invalid(
                        $"Invalid value for parameter 'num_parts': a file has 1 to {MostParts} parts."
                    );
                }

                await MakeContainerAsync(ct);
                var id = Guid.NewGuid();
                var url = await SignAsync(path, Upload, _multipartLifetime, null, ct);
                return new MultipartUpload(
                    id.ToString("N"),
                    [
                        .. Enumerable
                            .Range(1, parts)
                            .Select(n => new SignedRequest(
                                $"{url.AbsoluteUri}&comp=block&blockid={Uri.EscapeDataString(BlockUpload.BlockId(id, n))}",
                                _noHeaders
                            )),
                    ]
                );
            },
            ct
        );

    public Task CompleteUploadAsync(
        ArtifactPath path,
        string? uploadId,
        IReadOnlyList<UploadedPart> parts,
        ArtifactMetadata metadata,
        CancellationToken ct
    ) =>
        GuardAsync(
            async () =>
            {
                var id = UploadId(uploadId);
                var headers = new BlobHttpHeaders { ContentType = metadata.ContentType ?? MediaTypes.Of(path.Name) };
                await _container
                    .GetBlockBlobClient(BlobName.Of(path))
                    .CommitBlockListAsync(
                        parts.OrderBy(part => part.Number).Select(part => BlockUpload.BlockId(id, part.Number)),
                        new CommitBlockListOptions { HttpHeaders = headers, AccessTier = Tier(metadata) },
                        ct
                    );
                return true;
            },
            ct
        );

    public Task AbortUploadAsync(ArtifactPath path, string? uploadId, CancellationToken ct)
    {
        // Blocks that nobody commits are thrown away by Azure after a week; there is no call that does it earlier.
        _ = UploadId(uploadId);
        return Task.CompletedTask;
    }

    public Task<SignedDownload> SignDownloadAsync(ArtifactPath path, DownloadTerms terms, CancellationToken ct) =>
        GuardAsync(
            async () =>
            {
                var file = path.IsRoot ? null : await BlobReading.FindReadableAsync(Blob(path), ct);
                var url = await SignAsync(path, BlobSasPermissions.Read, terms.Lifetime, terms, ct);
                return file is null
                    ? throw await MissingAsync(path, ct)
                    : new SignedDownload(new(url.AbsoluteUri, _noHeaders), file.Length);
            },
            ct
        );

    public Task<SignedRequest> SignUploadAsync(
        ArtifactPath path,
        ArtifactMetadata metadata,
        TimeSpan lifetime,
        CancellationToken ct
    ) =>
        GuardAsync(
            async () =>
            {
                await MakeContainerAsync(ct);
                var url = await SignAsync(path, Upload, lifetime, null, ct);
                var headers = new Dictionary<string, string> { ["x-ms-blob-type"] = "BlockBlob" };
                if (Tier(metadata) is { } tier)
                {
                    headers["x-ms-access-tier"] = tier.ToString();
                }

                return new SignedRequest(url.AbsoluteUri, headers);
            },
            ct
        );

    private Task<Uri> SignAsync(
        ArtifactPath path,
        BlobSasPermissions permissions,
        TimeSpan lifetime,
        DownloadTerms? terms,
        CancellationToken ct
    ) =>
        account.Signatures.SignAsync(
            Blob(path).Uri,
            location.Container,
            BlobName.Of(path),
            permissions,
            lifetime,
            terms,
            ct
        );

    private static Guid UploadId(string? text) =>
        Guid.TryParseExact(text, "N", out var id)
            ? id
            : throw CairnException.Invalid(
                "Invalid value for parameter 'upload_id': it is not one that this server gave."
            );
}
