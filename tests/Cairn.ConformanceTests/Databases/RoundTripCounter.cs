using System.Net;
using System.Net.Sockets;

namespace Cairn.ConformanceTests.Databases;

/// <summary>
/// Stands between a client and a server of this machine and counts how often the client speaks after it was answered.
/// </summary>
public sealed class RoundTripCounter : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _target;
    private readonly Task _accepting;
    private int _count;

    /// <param name="target">The server's port.</param>
    public RoundTripCounter(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The round trips so far.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carried = new List<Task>();
        try
        {
            while (true)
            {
                carried.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(carried);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
                var answered = 1;
                await Task.WhenAny(
                    CopyAsync(client, server, () => Interlocked.Add(ref _count, Interlocked.Exchange(ref answered, 0))),
                    CopyAsync(server, client, () => Interlocked.Exchange(ref answered, 1))
                );
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // One of the two is gone, and the other one is told by closing.
            }
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, Action said)
    {
        var buffer = new byte[1 << 16];
        while (await from.GetStream().ReadAsync(buffer, _stop.Token) is > 0 and var read)
        {
            said();
            await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
