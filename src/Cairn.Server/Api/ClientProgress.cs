using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Server.Api;

/// <summary>
/// Disconnects clients that take a response too slowly. Kestrel's own minimum rate is an average over a whole response:
/// a client that is owed 30 MB could hold it for a day.
/// </summary>
internal sealed class ClientProgress : IDisposable
{
    /// <summary>The number of bytes that must reach the client within the time limit: 2 KB a second.</summary>
    public const int BlockSize = 64 << 10;

    private readonly HttpContext _http;
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _stalled = new();
    private readonly CancellationTokenRegistration _registration;

    /// <param name="http">The request whose response is sent.</param>
    public ClientProgress(HttpContext http)
    {
        (_http, _limit) = (http, http.RequestServices.GetRequiredService<ApiOptions>().ClientTimeout);
        _registration = _stalled.Token.UnsafeRegister(static state => ((HttpContext)state!).Abort(), http);
    }

    /// <summary>Sends what was written, which is a block or less.</summary>
    /// <returns>Whether the client still reads.</returns>
    public async ValueTask<bool> FlushAsync(PipeWriter to, CancellationToken ct)
    {
        var flush = to.FlushAsync(ct);
        if (flush.IsCompleted)
        {
            return !(await flush).IsCompleted;
        }

        _stalled.CancelAfter(_limit);
        var sent = await flush;
        _stalled.CancelAfter(Timeout.InfiniteTimeSpan);
        return !sent.IsCompleted && !_http.RequestAborted.IsCancellationRequested;
    }

    /// <summary>Sends bytes block by block.</summary>
    /// <returns>Whether the client still reads.</returns>
    public async ValueTask<bool> WriteAsync(PipeWriter to, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        while (!bytes.IsEmpty)
        {
            var block = bytes[..Math.Min(bytes.Length, BlockSize)];
            block.Span.CopyTo(to.GetSpan(block.Length));
            to.Advance(block.Length);
            if (!await FlushAsync(to, ct))
            {
                return false;
            }

            bytes = bytes[block.Length..];
        }

        return true;
    }

    public void Dispose()
    {
        _registration.Dispose();
        _stalled.Dispose();
    }
}
