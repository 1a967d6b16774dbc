using System.Buffers;
using System.Security.Cryptography;
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

    /// <summary>The hash of what was written.</summary>
    public byte[] Hash(HashAlgorithmName algorithm)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        foreach (var (block, used) in _full)
        {
            hash.AppendData(block.AsSpan(0, used));
        }

        hash.AppendData(_block.AsSpan(0, _used));
        return hash.GetHashAndReset();
    }

    /// <summary>Sends what was written.</summary>
    /// <returns>Whether the client still reads.</returns>
    public async Task<bool> SendAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        if (_full.Count == 0)
        {
            await http.Response.Body.WriteAsync(_block.AsMemory(0, _used), ct);
            return true;
        }

        using var progress = new ClientProgress(http);
        foreach (var (block, used) in _full)
        {
            if (!await progress.WriteAsync(http.Response.BodyWriter, block.AsMemory(0, used), ct))
            {
                return false;
            }
        }

        return await progress.WriteAsync(http.Response.BodyWriter, _block.AsMemory(0, _used), ct);
    }

    /// <summary>Makes room for other content.</summary>
    public void Clear()
    {
        foreach (var (block, _) in _full)
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        _full.Clear();
        (_used, Length) = (0, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        ArrayPool<byte>.Shared.Return(_block);
    }
}
