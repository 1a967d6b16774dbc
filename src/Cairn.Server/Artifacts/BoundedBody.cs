namespace Cairn.Server.Artifacts;

/// <summary>
/// A request's body that fails when it is longer than allowed, and can be asked whether there is any.
/// </summary>
internal sealed class BoundedBody(Stream body, long most, Func<Exception> tooLarge) : Stream
{
    private readonly byte[] _first = new byte[1];
    private bool _hasFirst;
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether nothing was sent.</summary>
    public async ValueTask<bool> IsEmptyAsync(CancellationToken ct)
    {
        _hasFirst = await body.ReadAsync(_first, ct) == 1;
        return !_hasFirst;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = 0;
        if (_hasFirst && buffer.Length > 0)
        {
            buffer.Span[0] = _first[0];
            _hasFirst = false;
            read = 1;
        }
        else
        {
            read = await body.ReadAsync(buffer, cancellationToken);
        }

        return (_read += read) > most ? throw tooLarge() : read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Read asynchronously.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
