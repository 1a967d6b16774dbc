using System.Threading.RateLimiting;
using Cairn.Core.Errors;

namespace Cairn.Server.Api;

/// <summary>
/// Bounds the memory of large responses for the whole server. A response reserves its bytes before they are produced
/// and keeps the reservation until the client has taken them. What does not fit waits a short time in a queue, then the
/// request fails with 503, so that clients which read slowly cannot exhaust the heap.
/// </summary>
internal sealed class AnswerMemory : IDisposable
{
    /// <summary>Responses up to this size in bytes need no reservation: the connection's own buffer takes them.</summary>
    public const int Small = 64 << 10;

    /// <summary>The size in bytes of a piece of a response that is produced and sent on its own.</summary>
    public const int Piece = 4 << 20;

    private const int Unit = 64 << 10;
    private const int MaxReadsAtOnce = 4;
    private readonly ConcurrencyLimiter _bytes;
    private readonly ConcurrencyLimiter _reads;
    private readonly TimeSpan _maxWait;
    private readonly int _units;

    /// <param name="capacity">How many bytes of large responses may be in memory.</param>
    /// <param name="maxWait">How long a request may wait for them.</param>
    public AnswerMemory(long capacity, TimeSpan maxWait)
    {
        _maxWait = maxWait;
        _units = (int)Math.Max(capacity / Unit, Piece / Unit);
        _bytes = new(Permits(_units));
        _reads = new(Permits(MaxReadsAtOnce));

        static ConcurrencyLimiterOptions Permits(int permits) =>
            new()
            {
                PermitLimit = permits,
                QueueLimit = int.MaxValue,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            };
    }

    /// <summary>A sixth of the heap that the process may use, from 32 MiB to 1 GiB.</summary>
    public static AnswerMemory OfThisProcess() =>
        new(
            Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 6, 32L << 20, 1L << 30),
            TimeSpan.FromSeconds(10)
        );

    /// <summary>Reserves bytes; dispose the result when the client has taken them.</summary>
    /// <exception cref="CairnException">TEMPORARILY_UNAVAILABLE: too many large responses are under way.</exception>
    public Task<IDisposable> ReserveAsync(long bytes, CancellationToken ct) =>
        AcquireAsync(_bytes, (int)Math.Clamp((bytes + Unit - 1) / Unit, 1, _units), ct);

    /// <summary>Waits for a turn to produce a large piece: its rows need several times the memory of its bytes.</summary>
    /// <exception cref="CairnException">TEMPORARILY_UNAVAILABLE: too many large responses are under way.</exception>
    public Task<IDisposable> TurnAsync(CancellationToken ct) => AcquireAsync(_reads, 1, ct);

    public void Dispose()
    {
        _bytes.Dispose();
        _reads.Dispose();
    }

    private async Task<IDisposable> AcquireAsync(ConcurrencyLimiter limiter, int permits, CancellationToken ct)
    {
        if (limiter.AttemptAcquire(permits) is { IsAcquired: true } lease)
        {
            return lease;
        }

        using var wait = CancellationTokenSource.CreateLinkedTokenSource(ct);
        wait.CancelAfter(_maxWait);
        try
        {
            return await limiter.AcquireAsync(permits, wait.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw CairnException.Unavailable(
                "The server is sending too many large responses at the moment. Try again later, or ask for fewer results."
            );
        }
    }
}
