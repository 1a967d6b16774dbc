using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Cairn.ChartTests;

/// <summary>Starts a rendered pod as the kubelet would, as processes of this machine: environment, arguments, volumes, probes.</summary>
internal sealed class Kubelet : IAsyncDisposable
{
    private readonly Manifests _release;
    private readonly IReadOnlyDictionary<string, string> _secrets;
    private readonly string _disk = Directory.CreateTempSubdirectory("cairn-pod-").FullName;
    private readonly int _port = FreePort();
    private readonly List<string> _log = [];
    private Process? _server;

    /// <param name="release">What Helm rendered.</param>
    /// <param name="secrets">The Secrets of the cluster beside the release's own: "name/key" to value.</param>
    public Kubelet(Manifests release, IReadOnlyDictionary<string, string>? secrets = null)
    {
        (_release, _secrets) = (release, secrets ?? new Dictionary<string, string>());
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
    }

    /// <summary>Calls the pod.</summary>
    public HttpClient Http { get; }

    /// <summary>What the pod wrote so far.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_log)
            {
                return [.. _log];
            }
        }
    }

    /// <summary>Runs the init containers, starts the server and waits until its startup and readiness probes pass.</summary>
    public async Task StartAsync()
    {
        foreach (var container in _release.Pod["initContainers"]?.AsArray() ?? [])
        {
            using var init = Start(container!);
            await init.WaitForExitAsync(TestContext.Current.CancellationToken);
            init.ExitCode.ShouldBe(0, string.Join('\n', Log));
        }

        _server = Start(_release.Container);
        await PassAsync("startupProbe");
        await PassAsync("readinessProbe");
        await PassAsync("livenessProbe");
    }

    /// <summary>Sends SIGTERM and returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_server!.Id}"]);
        await _server.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _server.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is { HasExited: false })
        {
            _server.Kill();
            await _server.WaitForExitAsync();
        }

        _server?.Dispose();
        Http.Dispose();
        Directory.Delete(_disk, recursive: true);
    }

    private async Task PassAsync(string probe)
    {
        var path = _release.Container[probe]!["httpGet"]!["path"]!.ToString();
        while (true)
        {
            _server!.HasExited.ShouldBeFalse(string.Join('\n', Log));
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.Host = "203.0.113.7:5000"; // The kubelet calls by the pod's address, whatever that is.
                using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private Process Start(JsonNode container)
    {
        var environment = Environment(container);
        var program = Path.Combine(AppContext.BaseDirectory, "cairn.dll");
        var args = container["args"]!.AsArray().Select(a => OnThisDisk(a!.ToString()));
        var start = new ProcessStartInfo("dotnet", [program, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _disk };
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("MLFLOW_") || n.StartsWith("AZURE_") || n.StartsWith("CAIRN_") || n.StartsWith("PG")).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = OnThisDisk(value);
        }

        start.Environment["MLFLOW_PORT"] = $"{_port}"; // A pod has a network of its own.
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>envFrom in its order, then env over it; an optional key that is missing sets nothing.</summary>
    private Dictionary<string, string> Environment(JsonNode container)
    {
        var environment = new Dictionary<string, string>();
        foreach (var source in container["envFrom"]!.AsArray())
        {
            var kind = source!["configMapRef"] is null ? "Secret" : "ConfigMap";
            var name = (source["configMapRef"] ?? source["secretRef"])!["name"]!.ToString();
            var manifest = _release.All.SingleOrDefault(m => m["kind"]!.ToString() == kind && m["metadata"]!["name"]!.ToString() == name);
            var data = manifest is null ? Foreign(name) : (manifest["data"] ?? manifest["stringData"])!.AsObject().Select(p => KeyValuePair.Create(p.Key, p.Value!.ToString()));
            foreach (var (key, value) in data)
            {
                environment[key] = value;
            }
        }

        foreach (var entry in container["env"]?.AsArray() ?? [])
        {
            var reference = entry!["valueFrom"]!["secretKeyRef"]!;
            var key = $"{reference["name"]}/{reference["key"]}";
            if (_secrets.TryGetValue(key, out var value))
            {
                environment[entry["name"]!.ToString()] = value;
            }
            else
            {
                ((bool?)reference["optional"]).ShouldBe(true, $"the pod would wait for the Secret {key}");
            }
        }

        return environment;
    }

    private IEnumerable<KeyValuePair<string, string>> Foreign(string name) =>
        _secrets.Where(s => s.Key.StartsWith(name + "/", StringComparison.Ordinal)).Select(s => KeyValuePair.Create(s.Key[(name.Length + 1)..], s.Value));

    private string OnThisDisk(string text) => text.Replace("/data", _disk, StringComparison.Ordinal);

    private void Note(string? line)
    {
        lock (_log)
        {
            _log.Add(line ?? "");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
