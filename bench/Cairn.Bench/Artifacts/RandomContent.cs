namespace Cairn.Bench.Artifacts;

/// <summary>
/// A content of any length out of little memory: the same random bytes over and over. It can be read once, from its
/// start.
/// </summary>
internal sealed class RandomContent(long length) : Stream
{
    private static readonly byte[] _bytes = Make();
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var from = (int)(_read % _bytes.Length);
        var count = (int)Math.Min(Math.Min(buffer.Length, _bytes.Length - from), length - _read);
        _bytes.AsSpan(from, count).CopyTo(buffer);
        _read += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static byte[] Make()
    {
        var bytes = new byte[(8 << 20) + 4093];
        Random.Shared.NextBytes(bytes);
        return bytes;
    }
}
