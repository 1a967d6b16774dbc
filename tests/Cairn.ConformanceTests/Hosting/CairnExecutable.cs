using System.Diagnostics;
using Cairn.Commands;

namespace Cairn.ConformanceTests.Hosting;

/// <summary>
/// The executable under test: the one that the environment variable <c>CAIRN_EXECUTABLE</c> names, such as the native
/// one, or else the build beside the tests. When the variable is set, every server and command runs in a process.
/// </summary>
internal static class CairnExecutable
{
    /// <summary>The executable that the variable names; null when it is not set.</summary>
    public static string? Named { get; } =
        Environment.GetEnvironmentVariable("CAIRN_EXECUTABLE") is { Length: > 0 } path ? Path.GetFullPath(path) : null;

    /// <summary>The path of the executable.</summary>
    public static string Location => Named ?? Path.Combine(AppContext.BaseDirectory, "cairn");

    /// <summary>Runs a command and returns its exit code.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        if (Named is null)
        {
            return await CairnCommand.RunAsync(args, output, error);
        }

        var start = new ProcessStartInfo(Named, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        await Task.WhenAll(CopyAsync(process.StandardOutput, output), CopyAsync(process.StandardError, error));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    private static async Task CopyAsync(StreamReader from, TextWriter to)
    {
        while (await from.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            await to.WriteLineAsync(line);
        }
    }
}
