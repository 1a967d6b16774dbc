using Cairn.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Api;

/// <summary>
/// The body of an upload, which fails when the client stalls: no byte within the time limit, or fewer bytes in it than
/// the minimum rate. Kestrel's own minimum rate is an average over the whole body: after 100 MB a client could be
/// silent for days.
/// </summary>
internal sealed class SteadyUpload(HttpContext http, TimeSpan limit, TimeProvider time) : Stream
{
    private const int MinBytesPerSecond = 240;
    private readonly Stream _body = http.Request.Body;
    private readonly CancellationTokenSource _stalled = CancellationTokenSource.CreateLinkedTokenSource(
        http.RequestAborted
    );
    private TimeSpan _waited;
    private long _received;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var reading = _body.ReadAsync(buffer, _stalled.Token);
        if (reading.IsCompleted)
        {
            var here = await reading;
            _received += here;
            return here;
        }

        // Only the wait for the client counts, not the time that the store takes between two reads.
        var begun = time.GetTimestamp();
        _stalled.CancelAfter(limit);
        try
        {
            var read = await reading;
            _stalled.CancelAfter(Timeout.InfiniteTimeSpan);
            Charge(time.GetElapsedTime(begun), read);
            return read;
        }
        catch (OperationCanceledException)
            when (_stalled.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            throw Stalled();
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Read asynchronously.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Charge(TimeSpan waited, int read)
    {
        _waited += waited;
        _received += read;
        if (_waited >= limit)
        {
            if (read > 0 && _received < limit.TotalSeconds * MinBytesPerSecond)
            {
                throw Stalled();
            }

            (_waited, _received) = (TimeSpan.Zero, 0);
        }
    }

    private CairnException Stalled()
    {
        http.Response.Headers.Connection = "close"; // The rest of the body is not read.
        return CairnException.Invalid(
            $"The upload stalled: fewer than {MinBytesPerSecond} bytes per second arrived for {limit.TotalSeconds:0} seconds. Nothing was stored."
        );
    }

    protected override void Dispose(bool disposing)
    {
        _stalled.Dispose();
        base.Dispose(disposing);
    }
}
