namespace Cairn.Core.Artifacts;

/// <summary>
/// A tree of files below one root. Paths are relative to that root. What is said here holds for every store and is
/// tested once for
/// all of them.
/// </summary>
public interface IArtifactStore
{
    /// <summary>
    /// The files and folders directly in a folder, ordered by name (ordinal). A file or nothing at <paramref
    /// name="path"/> lists nothing.
    /// </summary>
    IAsyncEnumerable<ArtifactEntry> ListAsync(ArtifactPath path, CancellationToken ct);

    /// <summary>What is known of a file without opening it; null when there is no such file, or a folder.</summary>
    Task<ArtifactFile?> FindAsync(ArtifactPath path, CancellationToken ct);

    /// <summary>Opens a file, or a part of it.</summary>
    /// <exception cref="Errors.CairnException">RESOURCE_DOES_NOT_EXIST when there is no such file, or a
    /// folder.</exception>
    Task<ArtifactContent> OpenReadAsync(ArtifactPath path, ByteRange? range, CancellationToken ct);

    /// <summary>
    /// Writes a file, in place of any that is there. Readers see the old file or the new one, never a part; when the
    /// content ends
    /// with an exception nothing is left. On return the file is durable.
    /// </summary>
    /// <exception cref="Errors.CairnException">
    /// RESOURCE_CONFLICT from a store with real folders, when a folder is where the file should be, or a file where a
    /// folder.
    /// </exception>
    Task WriteAsync(ArtifactPath path, Stream content, ArtifactMetadata metadata, CancellationToken ct);

    /// <summary>
    /// Deletes a file, or a folder's whole content, and never a sibling that shares a prefix. Nothing there is no
    /// error.
    /// The root cannot be deleted.
    /// </summary>
    Task DeleteAsync(ArtifactPath path, CancellationToken ct);
}

/// <summary>A file or folder in a listing.</summary>
/// <param name="Name">Its name within the folder.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="Size">Its size in bytes; null for a folder.</param>
public readonly record struct ArtifactEntry(string Name, bool IsFolder, long? Size);

/// <summary>
/// The bytes from <paramref name="From"/> to <paramref name="To"/>, both included, as HTTP's Range header counts.
/// </summary>
/// <param name="From">The first byte; null asks for the last <paramref name="To"/> bytes.</param>
/// <param name="To">The last byte; null asks for all that follow.</param>
public readonly record struct ByteRange(long? From, long? To)
{
    /// <summary>
    /// The part of a file of this length: both ends set and within it. Null when no byte of it is asked for.
    /// </summary>
    public ByteRange? Within(long length)
    {
        var from = From ?? Math.Max(0, length - (To ?? length));
        var to = From is null ? length - 1 : Math.Min(To ?? long.MaxValue, length - 1);
        return from <= to ? new ByteRange(from, to) : null;
    }
}

/// <summary>What is said of a file when it is written.</summary>
/// <param name="ContentType">Its media type; null when unknown.</param>
/// <param name="Length">Its length in bytes; null when unknown.</param>
public readonly record struct ArtifactMetadata(string? ContentType, long? Length)
{
    /// <summary>The access tier that it is kept in, where the store has such; null for the usual one.</summary>
    public string? Tier { get; init; }

    /// <summary>
    /// The MD5 that its writer announced and that is checked while it is read, for stores that keep one; null for none.
    /// </summary>
    public byte[]? ContentMd5 { get; init; }
}

/// <summary>What is known of a file.</summary>
/// <param name="Length">Its length in bytes.</param>
/// <param name="ETag">Changes whenever the content does; in quotes, as HTTP writes it.</param>
/// <param name="LastModified">When it was written.</param>
public sealed record ArtifactFile(long Length, string ETag, DateTimeOffset? LastModified);

/// <summary>An open file. Disposing it closes the stream.</summary>
public sealed class ArtifactContent : IAsyncDisposable
{
    /// <summary>The asked bytes.</summary>
    public required Stream Stream { get; init; }

    /// <summary>The whole file.</summary>
    public required ArtifactFile File { get; init; }

    /// <summary>
    /// The part that <see cref="Stream"/> holds, both ends set, when a part was asked for. Null when the stream holds
    /// all of the file.
    /// </summary>
    public ByteRange? Range { get; init; }

    /// <summary>Whether the asked part lies outside of the file: then <see cref="Stream"/> is empty.</summary>
    public bool RangeNotSatisfiable { get; init; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Stream.DisposeAsync();
}
