using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Cairn.Core.Artifacts;

namespace Cairn.Artifacts.Azure.Transfers;

/// <summary>
/// Opens blobs. The stream goes straight to the socket, and goes on where it was when the connection breaks.
/// </summary>
internal static class BlobReading
{
    private const long MostBytes = 1L << 50;

    /// <summary>What is known of a blob; null when it does not exist or is a folder.</summary>
    public static async Task<ArtifactFile?> FindAsync(BlobClient blob, CancellationToken ct) =>
        await PropertiesAsync(blob, ct) is { } found ? Describe(found) : null;

    /// <summary>
    /// What is known of a blob that somebody else is to read; null when it does not exist or is a folder.
    /// </summary>
    /// <exception cref="RequestFailedException">As Azure would answer the one who reads it: it is in the archive
    /// tier.</exception>
    public static async Task<ArtifactFile?> FindReadableAsync(BlobClient blob, CancellationToken ct) =>
        await PropertiesAsync(blob, ct) is not { } found ? null
        : found.AccessTier != "Archive" ? Describe(found)
        : throw new RequestFailedException(
            409,
            "The blob is archived.",
            (found.ArchiveStatus is null ? BlobErrorCode.BlobArchived : BlobErrorCode.BlobBeingRehydrated).ToString(),
            null
        );

    /// <summary>The blob's content or a part of it; null when it does not exist or is a folder.</summary>
    public static async Task<ArtifactContent?> OpenAsync(BlobClient blob, ByteRange? range, CancellationToken ct)
    {
        if (range is { From: null })
        {
            // Azure takes no range that counts from the end.
            return await FindAsync(blob, ct) is not { } found ? null
                : range.Value.Within(found.Length) is { } end ? await OpenAsync(blob, end, ct)
                : Outside(found);
        }

        try
        {
            var asked = range is { } r ? Asked(r.From!.Value, r.To) : default;
            var opened = (await blob.DownloadStreamingAsync(new BlobDownloadOptions { Range = asked }, ct)).Value;
            if (FolderMarker.Is(opened.Details.Metadata))
            {
                opened.Dispose();
                return null;
            }

            var length = range is null ? opened.Details.ContentLength : WholeLength(opened.Details);
            var file = new ArtifactFile(length, Quoted(opened.Details.ETag), opened.Details.LastModified);
            var part = range?.Within(length);
            if (range is null || part is not null)
            {
                return new()
                {
                    Stream = opened.Content,
                    File = file,
                    Range = part,
                };
            }

            opened.Dispose(); // Emulators answer a range behind the end with nothing; Azure refuses it.
            return Outside(file);
        }
        catch (RequestFailedException e) when (IsMissing(e))
        {
            return null;
        }
        catch (RequestFailedException e) when (e.Status == 416)
        {
            return await FindAsync(blob, ct) is { } found ? Outside(found) : null;
        }
    }

    private static async Task<BlobProperties?> PropertiesAsync(BlobClient blob, CancellationToken ct)
    {
        try
        {
            var found = (await blob.GetPropertiesAsync(cancellationToken: ct)).Value;
            return FolderMarker.Is(found.Metadata) ? null : found;
        }
        catch (RequestFailedException e) when (IsMissing(e))
        {
            return null;
        }
    }

    private static ArtifactFile Describe(BlobProperties found) =>
        new(found.ContentLength, Quoted(found.ETag), found.LastModified);

    /// <summary>
    /// A last byte behind any file is as good as none; counted as a length it would not fit into a number.
    /// </summary>
    public static HttpRange Asked(long from, long? to) => new(from, to - from < MostBytes ? to - from + 1 : null);

    private static bool IsMissing(RequestFailedException e) =>
        e.Status == 404
        && (
            e.ErrorCode is null
            || e.ErrorCode == BlobErrorCode.BlobNotFound
            || e.ErrorCode == BlobErrorCode.ResourceNotFound
        );

    private static ArtifactContent Outside(ArtifactFile file) =>
        new()
        {
            Stream = Stream.Null,
            File = file,
            RangeNotSatisfiable = true,
        };

    private static string Quoted(ETag tag) => tag.ToString("H");

    private static long WholeLength(BlobDownloadDetails details) =>
        details.ContentRange is { Length: > 0 } range
            ? long.Parse(range.AsSpan(range.LastIndexOf('/') + 1), CultureInfo.InvariantCulture)
            : details.ContentLength;
}
