using System.Diagnostics;

namespace Cairn.ChartTests.Pods;

/// <summary>A container that was started.</summary>
internal sealed class RunningContainer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Func<Process, string, Task> _signal;
    private readonly List<string> _log = [];

    /// <param name="start">The process that is the container, or stands for it.</param>
    /// <param name="signal">Sends it a signal, such as <c>TERM</c>.</param>
    public RunningContainer(ProcessStartInfo start, Func<Process, string, Task> signal)
    {
        _signal = signal;
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Runs a program in it, as <c>kubectl exec</c> does.</summary>
    public Func<string[], Task<(int Code, string Text)>> ExecAsync { get; init; } =
        _ => throw new NotSupportedException("Only an image has programs to run.");

    public bool HasExited => _process.HasExited;

    /// <summary>What it wrote so far.</summary>
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

    public Task TerminateAsync() => _signal(_process, "TERM");

    /// <summary>Waits until it has ended and written all, and returns its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await _signal(_process, "KILL");
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Note(string? line)
    {
        lock (_log)
        {
            _log.Add(line ?? "");
        }
    }
}
