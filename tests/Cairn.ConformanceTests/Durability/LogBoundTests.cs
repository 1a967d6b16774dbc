using Cairn.Contracts.Errors;
using Cairn.Core.Errors;
using Cairn.Sql.Engine;
using Cairn.Sql.Engine.Sqlite;

namespace Cairn.ConformanceTests.Durability;

/// <summary>
/// A read that never ends holds the log: it is ended before the log fills the disk, and no write waits for it.
/// </summary>
public sealed class LogBoundTests
{
    private const long MostLogBytes = 64L << 20;
    private const string Endless = """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
        SELECT count(*) FROM n, (SELECT count(*) AS c FROM t)
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_BesideAReadThatNeverEnds_EndsItOnceTheLogIsPastItsBound()
    {
        var folder = Directory.CreateTempSubdirectory("cairn-log-").FullName;
        var path = Path.Combine(folder, "t.db");
        var log = new FileInfo(path + "-wal");
        await using (var database = SqliteDatabase.Open(path, "test", new(MostLogBytes, TimeSpan.Zero)))
        {
            await database.AcceptAsync(Ct);
            await database.WriteAsync(
                async s =>
                {
                    await s.ExecuteAsync("CREATE TABLE t (text TEXT)");
                },
                Ct
            );
            var begun = new TaskCompletionSource();
            var reading = database.ReadSnapshotAsync(
                async s =>
                {
                    // From its first row on the read has its snapshot.
                    await s.FirstAsync("SELECT count(*) FROM t", r => r.GetInt64(0));
                    begun.SetResult();
                    return await s.FirstAsync(Endless, r => r.GetInt64(0));
                },
                Ct
            );
            await begun.Task;

            var text = new string('x', 500_000);
            var largest = 0L;
            while (!reading.IsCompleted)
            {
                await database.WriteAsync(
                    async s =>
                    {
                        await s.ExecuteAsync("INSERT INTO t (text) VALUES (@text)", ("@text", text));
                    },
                    Ct
                );
                log.Refresh();
                largest = Math.Max(largest, log.Length);
                largest.ShouldBeLessThan(4 * MostLogBytes);
            }

            (await Should.ThrowAsync<CairnException>(() => reading)).Code.ShouldBe(ErrorCode.TemporarilyUnavailable);
            largest.ShouldBeGreaterThan(MostLogBytes, "the read held the log");
            for (var more = 0; more < 200 && log.Length > MostLogBytes; more++)
            {
                await database.WriteAsync(
                    async s =>
                    {
                        await s.ExecuteAsync("INSERT INTO t (text) VALUES ('')");
                    },
                    Ct
                );
                log.Refresh();
            }

            log.Length.ShouldBeLessThan(MostLogBytes, "the log was emptied into the database");
        }

        Directory.Delete(folder, recursive: true);
    }
}
