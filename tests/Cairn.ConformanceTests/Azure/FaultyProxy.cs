using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cairn.ConformanceTests.Azure;

/// <summary>Stands between a store and its emulator and does what networks and busy services do.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _port;
    private readonly Task _accepting;

    public FaultyProxy(int port)
    {
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Endpoint => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/{Azurite.Account}";

    /// <summary>Whole answers that take the place of the emulator's, one for each next connection.</summary>
    public ConcurrentQueue<string> Answers { get; } = new();

    /// <summary>After how many bytes of an answer the next connections break.</summary>
    public ConcurrentQueue<int> Cuts { get; } = new();

    /// <summary>After how many bytes of an answer the next connections fall silent, and stay open.</summary>
    public ConcurrentQueue<int> Silences { get; } = new();

    /// <summary>How many connections there were.</summary>
    public int Connections { get; private set; }

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
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var near = client.GetStream();
            if (Answers.TryDequeue(out var answer))
            {
                await near.ReadAtLeastAsync(new byte[65536], 1, true, _stop.Token);
                await near.WriteAsync(Encoding.ASCII.GetBytes(answer), _stop.Token);
                client.Client.Shutdown(SocketShutdown.Send);
                await near.CopyToAsync(Stream.Null, _stop.Token);
                return;
            }

            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, _port, _stop.Token);
            var far = server.GetStream();
            var up = near.CopyToAsync(far, _stop.Token);
            var silent = Silences.TryDequeue(out var told);
            await DownAsync(
                far,
                near,
                silent ? told
                    : Cuts.TryDequeue(out var cut) ? cut
                    : int.MaxValue
            );
            if (silent)
            {
                await up; // Until the other side has had enough of it.
            }

            client.Client.LingerState = new(true, 0);
            client.Close();
            server.Close();
            await up;
        }
        catch (Exception e)
            when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Either side went away.
        }
    }

    private async Task DownAsync(NetworkStream far, NetworkStream near, int left)
    {
        var buffer = new byte[65536];
        for (
            int read;
            left > 0
                && (read = await far.ReadAsync(buffer.AsMemory(0, Math.Min(buffer.Length, left)), _stop.Token)) > 0;
            left -= read
        )
        {
            await near.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
