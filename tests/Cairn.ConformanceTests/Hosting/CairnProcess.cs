using System.Diagnostics;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Cairn.ConformanceTests.Hosting;

/// <summary>The program itself, in a process of its own, so that it can be sent signals and killed.</summary>
internal sealed partial class CairnProcess : IDisposable, IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _said = [];
    private Task _reading = Task.CompletedTask;

    private CairnProcess(Process process, string folder)
    {
        (_process, Folder) = (process, folder);
        Http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Its current folder, where it keeps what no flag sends elsewhere.</summary>
    public string Folder { get; }

    /// <summary>Where it serves.</summary>
    public Uri Address => Http.BaseAddress!;

    /// <summary>A client whose base address is the server's.</summary>
    public HttpClient Http { get; }

    /// <summary>The lines that it has written so far.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            lock (_said)
            {
                return [.. _said];
            }
        }
    }

    /// <summary>
    /// Starts <c>cairn server</c> on a free port, in a folder that goes with it, and waits until it serves.
    /// </summary>
    public static Task<CairnProcess> StartAsync(CancellationToken ct, params string[] args) =>
        StartAsync(new Dictionary<string, string>(), ct, args);

    /// <summary>The same, with further environment variables.</summary>
    public static async Task<CairnProcess> StartAsync(
        IReadOnlyDictionary<string, string> environment,
        CancellationToken ct,
        params string[] args
    )
    {
        var folder = Directory.CreateTempSubdirectory("cairn-test-").FullName;
        var start = new ProcessStartInfo(CairnExecutable.Location, ["server", "--port", "0", .. args])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var cairn = new CairnProcess(Process.Start(start)!, folder);
        while (await cairn.ReadLineAsync(ct) is { } line)
        {
            if (Url().Match(line) is { Success: true } url)
            {
                cairn.Http.BaseAddress = new(url.Value);
                cairn._reading = cairn.ReadAsync(); // A full pipe would stall the server.
                return cairn;
            }
        }

        var said = string.Join('\n', cairn.Said);
        cairn.Dispose();
        throw new InvalidOperationException("cairn server ended: " + said);
    }

    /// <summary>
    /// Whether a call failed because the server went away. A client that is just connecting lets the socket's own
    /// exception through:
    /// the connection is made and lost before it can ask for its peer.
    /// </summary>
    public static bool IsGone(Exception e) => e is HttpRequestException or IOException or SocketException;

    /// <summary>Sends a signal, such as <c>TERM</c>.</summary>
    public async Task SignalAsync(string signal, CancellationToken ct)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync(ct);
    }

    /// <summary>SIGKILL: the process gets no chance to finish anything.</summary>
    public Task KillAsync(CancellationToken ct)
    {
        _process.Kill();
        return _process.WaitForExitAsync(ct);
    }

    /// <summary>Waits until it has ended and said all, and returns its exit code.</summary>
    public async Task<int> ExitAsync(CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        await _process.WaitForExitAsync(ct);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Http.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Stops the server as an orchestrator does.</summary>
    public async ValueTask DisposeAsync()
    {
        await SignalAsync("TERM", CancellationToken.None);
        var code = await ExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        Dispose();
        code.ShouldBe(0, string.Join('\n', Said));
    }

    private async Task ReadAsync()
    {
        while (await ReadLineAsync(CancellationToken.None) is not null) { }
    }

    private async Task<string?> ReadLineAsync(CancellationToken ct)
    {
        var line = await _process.StandardOutput.ReadLineAsync(ct);
        if (line is not null)
        {
            lock (_said)
            {
                _said.Add(line);
            }
        }

        return line;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Url();
}
