using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cairn.ConformanceTests.Webhooks;

/// <summary>
/// A webhook's target that answers with the beginning of an answer, and then with a byte now and then, if at all.
/// </summary>
internal sealed class StallingTarget : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _beginning;
    private readonly Task _accepting;

    /// <param name="beginning">What it sends once it is asked; when empty, it never sends anything.</param>
    public StallingTarget(string beginning)
    {
        _beginning = beginning;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Url => $"http://{_listener.LocalEndpoint}/hook";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var calls = new List<Task>();
        try
        {
            while (true)
            {
                calls.Add(AnswerAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(calls);
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await socket.ReceiveAsync(new byte[4096], _stop.Token);
                await socket.SendAsync(Encoding.ASCII.GetBytes(_beginning), _stop.Token);
                while (true)
                {
                    await Task.Delay(100, _stop.Token);
                    if (_beginning.Length > 0)
                    {
                        await socket.SendAsync("x"u8.ToArray(), _stop.Token);
                    }
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The test is over, or the caller has hung up.
            }
        }
    }
}
