using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Cairn.Bench.Artifacts;

/// <summary>
/// A network of limited speed: what goes to the store and what comes from it share one pace each, however many
/// connections there are.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _port;
    private readonly Pace _there;
    private readonly Pace _back;
    private readonly Task _accepting;

    /// <param name="port">Where the store listens on this machine.</param>
    /// <param name="rate">Megabytes a second each way.</param>
    public Relay(int port, int rate)
    {
        (_port, _there, _back) = (port, new(rate), new(rate));
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where the relay listens.</summary>
    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The measurement is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _port, _stop.Token);
            near.NoDelay = far.NoDelay = true;
            await Task.WhenAny(
                PumpAsync(near.GetStream(), far.GetStream(), _there),
                PumpAsync(far.GetStream(), near.GetStream(), _back)
            );
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // Either side went away.
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Pace pace)
    {
        try
        {
            var buffer = new byte[128 << 10];
            for (int read; (read = await from.ReadAsync(buffer, _stop.Token)) > 0; )
            {
                await pace.WaitAsync(read, _stop.Token);
                await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Either side went away.
        }
    }

    private sealed class Pace(int rate)
    {
        /// <summary>Shorter waits than this cost more than they keep the pace.</summary>
        private static readonly TimeSpan _least = TimeSpan.FromMilliseconds(5);

        private readonly Lock _lock = new();
        private TimeSpan _free = TimeSpan.Zero;
        private readonly long _begun = Stopwatch.GetTimestamp();

        public Task WaitAsync(int bytes, CancellationToken ct)
        {
            TimeSpan wait;
            lock (_lock)
            {
                var now = Stopwatch.GetElapsedTime(_begun);
                _free = (_free > now ? _free : now) + TimeSpan.FromSeconds(bytes / (rate * 1e6));
                wait = _free - now;
            }

            return wait > _least ? Task.Delay(wait, ct) : Task.CompletedTask;
        }
    }
}
