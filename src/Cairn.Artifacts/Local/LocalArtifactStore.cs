using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Cairn.Artifacts.Shared;
using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.Artifacts.Local;

/// <summary>Artifacts in a folder of this machine.</summary>
public sealed class LocalArtifactStore : IArtifactStore, IDisposable
{
    /// <summary>The longest name of a file or folder in bytes of UTF-8 on common file systems.</summary>
    private const int MaxNameBytes = 255;

    private static readonly SearchValues<char> _windowsSigns = SearchValues.Create(@"\:*?""<>|");
    private readonly RealPaths _paths;
    private readonly Uploads _uploads;
    private readonly DiskThreads _threads = new();

    /// <summary>A store below <paramref name="root"/>, which is made when the first file is written.</summary>
    public LocalArtifactStore(string root, TimeProvider time)
    {
        _paths = new(root);
        _uploads = new(_paths.Root, time);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ArtifactEntry> ListAsync(
        ArtifactPath path,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var folder = Locate(path);
        foreach (var entry in await _threads.RunAsync(() => FolderListing.Read(folder, path, _paths), ct))
        {
            yield return entry;
        }
    }

    /// <inheritdoc/>
    public Task<ArtifactFile?> FindAsync(ArtifactPath path, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var info = new FileInfo(Locate(path));
        return Task.FromResult(info.Exists ? Describe(info.Length, info.LastWriteTimeUtc) : null);
    }

    /// <inheritdoc/>
    public Task<ArtifactContent> OpenReadAsync(ArtifactPath path, ByteRange? range, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var stream = Open(path);
        try
        {
            var file = Describe(stream.Length, File.GetLastWriteTimeUtc(stream.SafeFileHandle));
            var part = range?.Within(file.Length);
            stream.Position = part?.From ?? (range is null ? 0 : file.Length);
            return Task.FromResult(
                new ArtifactContent
                {
                    Stream = stream,
                    File = file,
                    Range = part,
                    RangeNotSatisfiable = range is not null && part is null,
                }
            );
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task WriteAsync(ArtifactPath path, Stream content, ArtifactMetadata metadata, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(content);
        var target = LocateName(path);
        var small = (int)Math.Min(metadata.Length ?? UploadCopy.ChunkSize, UploadCopy.ChunkSize);
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(small, 1));
        try
        {
            var first = buffer.AsMemory(0, await UploadCopy.FillAsync(content, buffer.AsMemory(0, small), ct));
            if (first.Length < small || first.Length == metadata.Length)
            {
                // What fits into one chunk is written, synced and put in place in one go.
                await _threads.RunAsync(() => _uploads.Write(first.Span, target), ct);
                return;
            }

            await WriteLargeAsync(first, content, target, ct);
        }
        catch (IOException e) when (IsDiskFull(e))
        {
            StoreErrors.Count("local", "disk_full");
            throw CairnException.Unavailable("The artifact folder's disk is full.", e);
        }
        catch (Exception e) when (IsNotWritable(e))
        {
            throw NotWritable(e);
        }
        catch (PathTooLongException)
        {
            throw CairnException.Invalid("Invalid path: it is too long for the server's file system.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(ArtifactPath path, CancellationToken ct)
    {
        var target = LocateName(path);
        try
        {
            await _threads.RunAsync(() => Deletion.Delete(target), ct);
        }
        catch (Exception e) when (IsNotWritable(e))
        {
            throw NotWritable(e);
        }
    }

    /// <summary>Ends the store's threads.</summary>
    public void Dispose() => _threads.Dispose();

    private async Task WriteLargeAsync(ReadOnlyMemory<byte> first, Stream content, string target, CancellationToken ct)
    {
        using var upload = await _threads.RunAsync(_uploads.Begin, ct);
        await UploadCopy.CopyAsync(first, content, upload.File, ct);
        await _threads.RunAsync(() => _uploads.Finish(upload, target), ct);
    }

    private FileStream Open(ArtifactPath path)
    {
        var full = Locate(path);
        try
        {
            return new(
                full,
                new FileStreamOptions
                {
                    Access = FileAccess.Read,
                    Share = FileShare.ReadWrite | FileShare.Delete,
                    Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                    BufferSize = 0,
                }
            );
        }
        catch (Exception e)
            when (e is FileNotFoundException or DirectoryNotFoundException or PathTooLongException
                || (e is UnauthorizedAccessException or IOException && !File.Exists(full))
            )
        {
            throw new NoSuchArtifactException(path);
        }
        catch (UnauthorizedAccessException e)
        {
            StoreErrors.Count("local", "permission_denied");
            throw new CairnException(
                ErrorCode.PermissionDenied,
                $"The server's user may not read the artifact '{path}'.",
                e
            );
        }
    }

    /// <summary>The file or folder at a path, links followed.</summary>
    private string Locate(ArtifactPath path)
    {
        DemandOrdinary(path);
        return _paths.Of(path.Value) ?? throw CairnException.Invalid("Invalid path");
    }

    /// <summary>The name at a path, to be replaced or deleted: a link is not followed, it is that name.</summary>
    private string LocateName(ArtifactPath path) =>
        path.IsRoot ? throw CairnException.Invalid("Invalid path") : Path.Join(Locate(path.Folder), Named(path));

    private static string Named(ArtifactPath path)
    {
        DemandOrdinary(path);
        return path.Name;
    }

    private static void DemandOrdinary(ArtifactPath path)
    {
        UploadsFolder.DemandOther(path);
        if (Array.Exists(path.Value.Split('/'), name => Encoding.UTF8.GetByteCount(name) > MaxNameBytes))
        {
            throw CairnException.Invalid($"Invalid path: a name in it is longer than {MaxNameBytes} bytes.");
        }

        if (OperatingSystem.IsWindows() && path.Value.AsSpan().ContainsAny(_windowsSigns))
        {
            throw CairnException.Invalid("Invalid path: it holds a sign that this server's file system does not know.");
        }
    }

    /// <summary>Each write gives its file a time of its own, so time and length tell contents apart.</summary>
    private static ArtifactFile Describe(long length, DateTime written) =>
        new(
            length,
            string.Create(CultureInfo.InvariantCulture, $"\"{written.Ticks:x}-{length:x}\""),
            new DateTimeOffset(written)
        );

    private static CairnException NotWritable(Exception e)
    {
        StoreErrors.Count("local", "permission_denied");
        return new(
            ErrorCode.PermissionDenied,
            "The server's user may not write there in the artifact folder: check who owns it, and that its disk is not read-only.",
            e
        );
    }

    // EROFS
    private static bool IsNotWritable(Exception e) => e is UnauthorizedAccessException or IOException { HResult: 30 };

    // ENOSPC, EDQUOT, ERROR_DISK_FULL
    private static bool IsDiskFull(IOException e) => e.HResult is 28 or 122 or unchecked((int)0x80070070);
}
