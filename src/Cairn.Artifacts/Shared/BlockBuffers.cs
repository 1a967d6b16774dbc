using System.Buffers;
using System.Collections.Concurrent;

namespace Cairn.Artifacts.Shared;

/// <summary>
/// Buffers for blocks that wait to be sent. Each upload always gets its first buffer, so that slow clients do not stop
/// others, but that
/// one grows only as content arrives: an announced length costs nothing. Further ones come from a budget that all
/// uploads share, so that
/// memory stays bounded.
/// </summary>
/// <param name="blockSize">A block's usual size in bytes.</param>
/// <param name="budget">How many further buffers there may be at once.</param>
internal sealed class BlockBuffers(int blockSize, int budget) : IDisposable
{
    private const int FirstSize = 256 << 10;
    private const int Growth = 4;
    private const int MostIdle = 8;
    private readonly ConcurrentBag<byte[]> _idle = [];
    private readonly SemaphoreSlim _further = new(budget, budget);

    /// <summary>Reads the start of a content into a buffer of its own.</summary>
    /// <param name="content">Read until a block is full or the content ends.</param>
    /// <param name="length">Its length in bytes if known.</param>
    /// <param name="block">The size of the content's blocks in bytes.</param>
    /// <param name="ct">Cancels; then the buffer was given back.</param>
    /// <returns>The buffer, how much of it is filled, and whether the content has ended.</returns>
    public async Task<(byte[] Buffer, int Filled, bool Ended)> FirstAsync(
        Stream content,
        long? length,
        int block,
        CancellationToken ct
    )
    {
        // With a byte to spare, to see the end of a short content without another buffer.
        var buffer = Rent(Math.Min(block, length < FirstSize ? (int)length + 1 : FirstSize));
        var filled = 0;
        try
        {
            while (true)
            {
                var room = Math.Min(buffer.Length, block);
                filled += await content.ReadAtLeastAsync(
                    buffer.AsMemory(filled, room - filled),
                    room - filled,
                    false,
                    ct
                );
                if (filled < room || room == block)
                {
                    return (buffer, filled, filled < room);
                }

                var larger = Rent((int)Math.Min((long)buffer.Length * Growth, block));
                buffer.AsSpan(0, filled).CopyTo(larger);
                Return(buffer);
                buffer = larger;
            }
        }
        catch
        {
            Return(buffer);
            throw;
        }
    }

    /// <summary>A buffer of at least this size in bytes.</summary>
    public byte[] Rent(int size) =>
        size > blockSize ? GC.AllocateUninitializedArray<byte>(size)
        : size < blockSize ? ArrayPool<byte>.Shared.Rent(size)
        : _idle.TryTake(out var buffer) ? buffer
        : GC.AllocateUninitializedArray<byte>(blockSize);

    /// <summary>Gives a buffer back, to be kept if few are idle.</summary>
    public void Return(byte[] buffer)
    {
        if (buffer.Length < blockSize)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        else if (buffer.Length == blockSize && _idle.Count < MostIdle)
        {
            _idle.Add(buffer);
        }
    }

    /// <summary>Takes one from the shared budget if there is one left.</summary>
    public bool TryTakeFurther() => _further.Wait(0);

    /// <summary>Gives one back to the shared budget.</summary>
    public void ReturnFurther() => _further.Release();

    public void Dispose() => _further.Dispose();
}
