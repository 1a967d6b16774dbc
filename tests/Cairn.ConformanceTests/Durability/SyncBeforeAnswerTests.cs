using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Cairn.ConformanceTests.Hosting;
using Cairn.Sql.Engine;
using Cairn.Sql.Engine.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;

namespace Cairn.ConformanceTests.Durability;

/// <summary>
/// Watches the server's system calls: no answer leaves before the log frames of its write were synced. What survives a power loss is
/// what was synced, and no test can cut the power.
/// </summary>
public sealed partial class SyncBeforeAnswerTests
{
    [Fact]
    public async Task Answer_ToAWrite_LeavesAfterTheSyncOfItsFrames()
    {
        await using var cairn = await RunningCairn.StartAsync();
        (await IsSyncedBeforeAnswerAsync(cairn)).ShouldBeTrue();
    }

    [Fact]
    public async Task Answer_WithSynchronousOff_IsSeenToLeaveUnsynced()
    {
        // Shows that the test above can fail.
        await using var cairn = await RunningCairn.StartAsync();
        var database = cairn.Services.GetRequiredService<Database>();
        var connection = await database.WriteAsync(s => new ValueTask<sqlite3>(((SqliteSession)s).Connection.Handle!), CancellationToken.None);
        raw.sqlite3_exec(connection, "PRAGMA synchronous = OFF").ShouldBe(raw.SQLITE_OK);
        (await IsSyncedBeforeAnswerAsync(cairn)).ShouldBeFalse();
    }

    private static async Task<bool> IsSyncedBeforeAnswerAsync(RunningCairn cairn)
    {
        var ct = TestContext.Current.CancellationToken;
        if (!File.Exists("/usr/bin/strace"))
        {
            MissingTool.SkipOrFail("strace", "apt-get install strace");
        }

        var log = Path.Combine(cairn.Folder, "trace");
        var marker = "marker-" + Guid.NewGuid().ToString("N");
        using var strace = Process.Start(new ProcessStartInfo("/usr/bin/strace",
            $"-f -p {Environment.ProcessId} -y -s 65536 -e trace=pwrite64,fdatasync,fsync,sendmsg,sendto -o {log}") { RedirectStandardError = true })!;
        (await strace.StandardError.ReadLineAsync(ct)).ShouldNotBeNull().ShouldContain("attached");
        using (var answer = await cairn.Http.PostAsJsonAsync("api/2.0/mlflow/runs/create", new { experiment_id = "0", run_name = marker }, ct))
        {
            answer.EnsureSuccessStatusCode();
        }

        Process.Start("kill", $"-INT {strace.Id}").WaitForExit();
        await strace.StandardError.ReadToEndAsync(ct);
        await strace.WaitForExitAsync(ct);
        return IsSyncedBefore(await File.ReadAllLinesAsync(log, ct), marker, Path.Combine(cairn.Folder, "cairn.db-wal"));
    }

    /// <summary>Whether the last write to the log before the answer was followed by a finished sync of it.</summary>
    private static bool IsSyncedBefore(string[] trace, string marker, string wal)
    {
        var (written, synced) = (false, false);
        var syncing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in trace)
        {
            var call = Call().Match(line);
            var (thread, name) = (call.Groups["thread"].Value, call.Groups["name"].Value);
            if (name == "pwrite64" && line.Contains($"<{wal}>", StringComparison.Ordinal))
            {
                (written, synced) = (true, false);
            }
            else if (name is "fdatasync" or "fsync" && line.Contains($"<{wal}>", StringComparison.Ordinal))
            {
                if (line.Contains("<unfinished", StringComparison.Ordinal))
                {
                    syncing.Add(thread);
                }
                else
                {
                    synced = true;
                }
            }
            else if (line.Contains("sync resumed>", StringComparison.Ordinal) && syncing.Remove(thread))
            {
                synced = true;
            }
            else if (name.StartsWith("send", StringComparison.Ordinal) && line.Contains("HTTP/1.1 200", StringComparison.Ordinal) && line.Contains(marker, StringComparison.Ordinal))
            {
                written.ShouldBeTrue("the write must be in the trace");
                return synced;
            }
        }

        throw new InvalidOperationException("The answer is not in the trace.");
    }

    [GeneratedRegex(@"^(?<thread>\d+) +(?<name>\w+)\(")]
    private static partial Regex Call();
}
