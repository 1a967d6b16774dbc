using System.Net;
using System.Net.Sockets;

namespace Cairn.ChartTests.Pods;

/// <summary>
/// One address in front of several pods, as a Service is: it hands each new connection to a pod that is ready, and
/// leaves alone what
/// is under way.
/// </summary>
internal sealed class ServiceAddress : IAsyncDisposable
{
    private static readonly TimeSpan _probePeriod = TimeSpan.FromMilliseconds(50);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _work = [];
    private volatile Kubelet[] _pods;
    private volatile Kubelet[] _ready = [];
    private int _turn;

    /// <param name="pods">The pods at first.</param>
    public ServiceAddress(params Kubelet[] pods)
    {
        _pods = pods;
        _listener.Start();
        _work.Add(WatchAsync());
        _work.Add(AcceptAsync());
    }

    /// <summary>The address.</summary>
    public Uri Uri => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Adds a pod.</summary>
    public void Add(Kubelet pod) => _pods = [.. _pods, pod];

    /// <summary>Waits until exactly these pods get new connections.</summary>
    public async Task SettleAsync(params Kubelet[] ready)
    {
        while (!_ready.ToHashSet().SetEquals(ready))
        {
            await Task.Delay(_probePeriod, TestContext.Current.CancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll(_work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var ready = new List<Kubelet>();
            foreach (var pod in _pods)
            {
                if (await pod.PassesAsync("readinessProbe"))
                {
                    ready.Add(pod);
                }
            }

            _ready = [.. ready];
            await Task.Delay(_probePeriod, _end.Token);
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            _ = ForwardAsync(client);
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using (client)
        using (var pod = new TcpClient())
        {
            try
            {
                var ready = _ready;
                await pod.ConnectAsync(
                    IPAddress.Loopback,
                    ready[Interlocked.Increment(ref _turn) % ready.Length].Port,
                    _end.Token
                );
                (client.NoDelay, pod.NoDelay) = (true, true);
                await Task.WhenAll(CopyAsync(client, pod), CopyAsync(pod, client));
            }
            catch (Exception e)
                when (e is IOException or SocketException or OperationCanceledException or DivideByZeroException)
            {
                // The client sees a closed connection, and the test with it.
            }
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        await from.GetStream().CopyToAsync(to.GetStream(), _end.Token);
        to.Client.Shutdown(SocketShutdown.Send);
    }
}
