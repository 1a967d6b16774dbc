using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Cairn.Artifacts.Local;

/// <summary>
/// Copies an upload into a file: one chunk is read from the network while the one before it is written.
/// </summary>
internal static class UploadCopy
{
    /// <summary>The size of a chunk in bytes. An upload holds at most two.</summary>
    public const int ChunkSize = 256 << 10;

    private const long WriteBackStep = 8 << 20;

    /// <summary>
    /// Fills <paramref name="buffer"/> as far as the content reaches; returns how many bytes that is.
    /// </summary>
    public static async ValueTask<int> FillAsync(Stream content, Memory<byte> buffer, CancellationToken ct)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            var read = await content.ReadAsync(buffer[filled..], ct);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return filled;
    }

    /// <summary>Writes <paramref name="first"/> and all that follows in <paramref name="content"/>.</summary>
    public static async Task CopyAsync(
        ReadOnlyMemory<byte> first,
        Stream content,
        SafeFileHandle file,
        CancellationToken ct
    )
    {
        var pool = ArrayPool<byte>.Shared;
        var (reading, writing) = (pool.Rent(ChunkSize), pool.Rent(ChunkSize));
        var write = WriteAsync(file, first, 0, ct);
        try
        {
            for (long at = first.Length; ; )
            {
                var read = await FillAsync(content, reading.AsMemory(0, ChunkSize), ct);
                await write;
                if (read == 0)
                {
                    return;
                }

                (reading, writing) = (writing, reading);
                write = WriteAsync(file, writing.AsMemory(0, read), at, ct);
                at += read;
            }
        }
        finally
        {
            // The buffers and the file are in use until the last write has ended, however it ends.
            await write.ContinueWith(
                static _ => { },
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default
            );
            pool.Return(reading);
            pool.Return(writing);
        }
    }

    private static async Task WriteAsync(SafeFileHandle file, ReadOnlyMemory<byte> bytes, long at, CancellationToken ct)
    {
        await RandomAccess.WriteAsync(file, bytes, at, ct);
        var end = at + bytes.Length;
        if (end / WriteBackStep != at / WriteBackStep)
        {
            Disk.StartWriteBack(file, end - WriteBackStep, WriteBackStep);
        }
    }
}
