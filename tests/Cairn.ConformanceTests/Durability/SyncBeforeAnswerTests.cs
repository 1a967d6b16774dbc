using System.Net.Http.Json;
using Cairn.ConformanceTests.Hosting;
using Cairn.Sql.Engine;
using Cairn.Sql.Engine.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;

namespace Cairn.ConformanceTests.Durability;

/// <summary>
/// Watches the server's system calls: no answer leaves before what it acknowledges was synced. What survives a power
/// loss is what was
/// synced, and no test can cut the power.
/// </summary>
public sealed class SyncBeforeAnswerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

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
        var connection = await database.WriteAsync(
            s => new ValueTask<sqlite3>(((SqliteSession)s).Connection.Handle!),
            CancellationToken.None
        );
        raw.sqlite3_exec(connection, "PRAGMA synchronous = OFF").ShouldBe(raw.SQLITE_OK);
        (await IsSyncedBeforeAnswerAsync(cairn)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1_000_000)]
    public async Task Answer_ToAnUpload_LeavesAfterTheSyncOfItsFileAndFolders(int length)
    {
        using var cairn = await CairnProcess.StartAsync(Ct);
        var root = Path.Combine(cairn.Folder, "mlartifacts");
        var calls = await SystemCalls.WatchAsync(
            cairn.Id,
            async () =>
            {
                using var answer = await cairn.Http.PutAsync(
                    new Uri("api/2.0/mlflow-artifacts/artifacts/new/deep/f.bin", UriKind.Relative),
                    new ByteArrayContent(new byte[length]),
                    Ct
                );
                answer.EnsureSuccessStatusCode();
            },
            Path.Combine(cairn.Folder, "trace"),
            Ct
        );

        var answered = calls.FindIndex(call => SystemCalls.IsAnswer(call, "{}"));
        var moved = calls.FindIndex(call =>
            call.StartsWith("rename", StringComparison.Ordinal)
            && call.Contains($"\"{root}/new/deep/f.bin\"", StringComparison.Ordinal)
        );
        calls
            .FindIndex(call => SystemCalls.IsSync(call, $"{root}/.cairn-uploads/"))
            .ShouldBeInRange(0, moved, "the file is synced before it gets its name");
        foreach (var folder in (string[])[$"{root}/new/deep", $"{root}/new", root])
        {
            calls
                .FindLastIndex(call => SystemCalls.IsSync(call, folder))
                .ShouldBeInRange(moved, answered, $"{folder} is synced before the answer");
        }
    }

    /// <summary>Whether the last write to the log before the answer was followed by a finished sync of it.</summary>
    private static async Task<bool> IsSyncedBeforeAnswerAsync(RunningCairn cairn)
    {
        var marker = "marker-" + Guid.NewGuid().ToString("N");
        var wal = Path.Combine(cairn.Folder, "cairn.db-wal");
        var calls = await SystemCalls.WatchAsync(
            Environment.ProcessId,
            async () =>
            {
                using var answer = await cairn.Http.PostAsJsonAsync(
                    "api/2.0/mlflow/runs/create",
                    new { experiment_id = "0", run_name = marker },
                    Ct
                );
                answer.EnsureSuccessStatusCode();
            },
            Path.Combine(cairn.Folder, "trace"),
            Ct
        );

        var answered = calls.FindIndex(call => SystemCalls.IsAnswer(call, marker));
        answered.ShouldBeGreaterThanOrEqualTo(0, "the answer must be in the trace");
        var written = calls.FindLastIndex(
            answered,
            call =>
                call.StartsWith("pwrite64", StringComparison.Ordinal)
                && call.Contains($"<{wal}>", StringComparison.Ordinal)
        );
        written.ShouldBeGreaterThanOrEqualTo(0, "the write must be in the trace");
        return calls.FindLastIndex(answered, call => SystemCalls.IsSync(call, wal)) > written;
    }
}
