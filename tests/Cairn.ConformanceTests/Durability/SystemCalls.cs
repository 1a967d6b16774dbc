using System.Diagnostics;
using System.Text.RegularExpressions;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Durability;

/// <summary>The system calls of a process, as strace writes them.</summary>
internal static partial class SystemCalls
{
    /// <summary>
    /// What a process called while <paramref name="ask"/> ran. Each call stands whole where it had ended, a sending one
    /// where it began:
    /// that is what counts when one must come before the other.
    /// </summary>
    /// <param name="process">The id of the process.</param>
    /// <param name="ask">Makes it do something.</param>
    /// <param name="log">A file for the trace.</param>
    /// <param name="ct">Ends the watch.</param>
    public static async Task<List<string>> WatchAsync(int process, Func<Task> ask, string log, CancellationToken ct)
    {
        if (!File.Exists("/usr/bin/strace"))
        {
            MissingTool.SkipOrFail("strace", "apt-get install strace");
        }

        using var strace = Process.Start(
            new ProcessStartInfo(
                "/usr/bin/strace",
                $"-f -p {process} -y -s 65536 -e trace=pwrite64,fdatasync,fsync,rename,renameat,renameat2,sendmsg,sendto -o {log}"
            )
            {
                RedirectStandardError = true,
            }
        )!;
        (await strace.StandardError.ReadLineAsync(ct)).ShouldNotBeNull().ShouldContain("attached");
        await ask();
        Process.Start("kill", $"-INT {strace.Id}").WaitForExit();
        await strace.StandardError.ReadToEndAsync(ct);
        await strace.WaitForExitAsync(ct);
        return [.. InOrder(await File.ReadAllLinesAsync(log, ct))];
    }

    /// <summary>
    /// Whether a call is the sync of what lies at a path, or below it when the path ends with a slash.
    /// </summary>
    public static bool IsSync(string call, string path) =>
        (call.StartsWith("fsync(", StringComparison.Ordinal) || call.StartsWith("fdatasync(", StringComparison.Ordinal))
        && call.Contains(path.EndsWith('/') ? $"<{path}" : $"<{path}>", StringComparison.Ordinal);

    /// <summary>Whether a call sends an answer of status 200 that contains a text.</summary>
    public static bool IsAnswer(string call, string text) =>
        call.StartsWith("send", StringComparison.Ordinal)
        && call.Contains("HTTP/1.1 200", StringComparison.Ordinal)
        && call.Contains(text, StringComparison.Ordinal);

    private static IEnumerable<string> InOrder(string[] trace)
    {
        var begun = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in trace.Select(text => Line().Match(text)).Where(line => line.Success))
        {
            var (thread, call) = (line.Groups["thread"].Value, line.Groups["call"].Value);
            var isSending = call.StartsWith("send", StringComparison.Ordinal);
            if (call.Contains("<unfinished ...>", StringComparison.Ordinal) && !isSending)
            {
                begun[thread] = call;
            }
            else if (!call.StartsWith("<... ", StringComparison.Ordinal))
            {
                yield return call;
            }
            else if (begun.Remove(thread, out var start))
            {
                yield return start + call;
            }
        }
    }

    [GeneratedRegex(@"^(?<thread>\d+) +(?<call>.*)$")]
    private static partial Regex Line();
}
