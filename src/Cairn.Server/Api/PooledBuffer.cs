using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Api;

/// <summary>
/// A growing buffer of pooled blocks: an answer of any size without large objects and without copies.
/// </summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int BlockSize = 64 << 10;
    private readonly List<(byte[] Block, int Used)> _full = [];
    private byte[] _block = ArrayPool<byte>.Shared.Rent(BlockSize);
    private int _used;

    /// <summary>How many bytes were written.</summary>
    public long Length { get; private set; }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        _used += count;
        Length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_block.Length - _used < Math.Max(sizeHint, 1))
        {
            _full.Add((_block, _used));
            _block = ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, BlockSize));
            _used = 0;
        }

        return _block.AsMemory(_used);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Sends what was written.</summary>
    public async Task SendAsync(HttpResponse response, CancellationToken ct)
    {
        foreach (var (block, used) in _full)
        {
            await response.Body.WriteAsync(block.AsMemory(0, used), ct);
        }

        await response.Body.WriteAsync(_block.AsMemory(0, _used), ct);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (block, _) in _full)
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        ArrayPool<byte>.Shared.Return(_block);
        _full.Clear();
    }
}
