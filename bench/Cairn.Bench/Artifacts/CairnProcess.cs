using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Cairn.Bench.Artifacts;

/// <summary>A server of its own, so that its processor time and memory can be told.</summary>
internal sealed class CairnProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-bench-");
    private readonly Process _process;

    private CairnProcess(string executable, Emulator store)
    {
        var port = FreePort();
        Address = new($"http://127.0.0.1:{port}/");
        var start = new ProcessStartInfo(
            executable,
            [
                "server",
                "--port",
                $"{port}",
                "--backend-store-uri",
                $"sqlite:///{_folder.FullName}/bench.db",
                "--artifacts-destination",
                store.Destination,
                "--create-container",
            ]
        )
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in store.Variables)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The processor time that it has used, in seconds.</summary>
    public double Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>Its memory, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<CairnProcess> StartAsync(string executable, Emulator store, CancellationToken ct)
    {
        var server = new CairnProcess(executable, store);
        using var http = new HttpClient { BaseAddress = server.Address };
        while (!await AnswersAsync(http, ct))
        {
            if (server._process.HasExited)
            {
                throw new InvalidOperationException($"{executable} ended with {server._process.ExitCode}.");
            }

            await Task.Delay(50, ct);
        }

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(true);
    }

    private static async Task<bool> AnswersAsync(HttpClient http, CancellationToken ct)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("health", UriKind.Relative), ct);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
