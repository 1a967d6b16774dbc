using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Cairn.ChartTests.Pods;

/// <summary>
/// Starts a rendered pod as the kubelet would: environment, arguments, volumes, init containers, probes, end.
/// </summary>
internal sealed class Kubelet : IAsyncDisposable
{
    private readonly Manifests _release;
    private readonly IReadOnlyDictionary<string, string> _secrets;
    private readonly IContainers _containers;
    private readonly string _disk = Directory.CreateTempSubdirectory("cairn-pod-").FullName;
    private readonly List<RunningContainer> _started = [];

    /// <param name="release">What Helm rendered.</param>
    /// <param name="secrets">The Secrets of the cluster beside the release's own: "name/key" to value.</param>
    /// <param name="containers">What runs the containers; processes of this machine when left out.</param>
    public Kubelet(
        Manifests release,
        IReadOnlyDictionary<string, string>? secrets = null,
        IContainers? containers = null
    )
    {
        (_release, _secrets, _containers) = (
            release,
            secrets ?? new Dictionary<string, string>(),
            containers ?? new ProcessContainers()
        );
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
    }

    /// <summary>Where the pod's port is found: pods of this machine have no network of their own.</summary>
    public int Port { get; } = FreePort();

    /// <summary>Calls the pod.</summary>
    public HttpClient Http { get; }

    /// <summary>What the pod wrote so far, its init containers first.</summary>
    public IReadOnlyList<string> Log => [.. _started.SelectMany(container => container.Log)];

    /// <summary>The container that serves.</summary>
    public RunningContainer Server => _started[^1];

    /// <summary>Runs the init containers, starts the server and waits until its probes pass.</summary>
    public async Task StartAsync()
    {
        foreach (var container in _release.Pod["initContainers"]?.AsArray() ?? [])
        {
            var init = Start(container!);
            (await init.ExitAsync()).ShouldBe(0, string.Join('\n', Log));
        }

        Start(_release.Container);
        foreach (var probe in (string[])["startupProbe", "readinessProbe", "livenessProbe"])
        {
            while (!await PassesAsync(probe))
            {
                Server.HasExited.ShouldBeFalse(string.Join('\n', Log));
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Asks a probe once.</summary>
    public async Task<bool> PassesAsync(string probe)
    {
        try
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get,
                _release.Container[probe]!["httpGet"]!["path"]!.ToString()
            );
            request.Headers.Host = "203.0.113.7:5000"; // The kubelet calls by the pod's address, whatever that is.
            request.Headers.ConnectionClose = true; // And by a new connection each time.
            using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // Not listening yet, or no more.
        }
    }

    /// <summary>Sends SIGTERM and returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        await Server.TerminateAsync();
        return await Server.ExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var container in _started)
        {
            await container.DisposeAsync();
        }

        Http.Dispose();
        Directory.Delete(_disk, recursive: true);
    }

    private RunningContainer Start(JsonNode container)
    {
        var environment = PodEnvironment.Of(container, _release, _secrets);
        environment["MLFLOW_PORT"] = $"{Port}";
        var mounts = container["volumeMounts"]!
            .AsArray()
            .ToDictionary(m => m!["mountPath"]!.ToString(), m => Volume(m!["name"]!.ToString()));
        var started = _containers.Start(new(container, _release.Pod, environment, mounts));
        _started.Add(started);
        return started;
    }

    /// <summary>A volume's folder; all containers of the pod share it, and may write to it.</summary>
    private string Volume(string name)
    {
        var volume = _release.Pod["volumes"]!.AsArray().Single(v => v!["name"]!.ToString() == name)!;
        (volume["emptyDir"] ?? volume["persistentVolumeClaim"]).ShouldNotBeNull(
            $"the volume {name} is of a kind that this kubelet does not know"
        );
        var folder = Directory.CreateDirectory(Path.Combine(_disk, name)).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111); // The pod's user is nobody of this machine.
        }

        return folder;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
