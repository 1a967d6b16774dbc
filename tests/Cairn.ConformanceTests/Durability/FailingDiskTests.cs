using Cairn.Contracts.Errors;
using Cairn.Core.Errors;
using Cairn.Sql.Engine;
using Cairn.Sql.Engine.Sqlite;
using SQLitePCL;

namespace Cairn.ConformanceTests.Durability;

/// <summary>
/// When the disk is full or a COMMIT fails, only the writes concerned fail, with 503, and none is half there.
/// </summary>
public sealed class FailingDiskTests : IAsyncLifetime
{
    private const string Insert = "INSERT INTO t (id, part, text) VALUES (@id, @part, @text)";
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-disk-").FullName;
    private SqliteDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = SqliteDatabase.Open(Path.Combine(_folder, "t.db"));
        await _database.AcceptAsync(CancellationToken.None);
        await _database.WriteAsync(
            async s =>
            {
                await s.ExecuteAsync("CREATE TABLE t (id INTEGER, part INTEGER, text TEXT, PRIMARY KEY (id, part))");
            },
            CancellationToken.None
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Write_OnAFullDisk_FailsAloneAndWhole()
    {
        var ct = TestContext.Current.CancellationToken;
        await LimitPagesAsync(40);

        // Every fourth write is too large for what is left; the others fit.
        var writes = Enumerable
            .Range(0, 48)
            .Select(id => TryWriteAsync(id, parts: 3, length: id % 4 == 0 ? 60_000 : 10))
            .ToArray();
        var succeeded = await Task.WhenAll(writes);
        await LimitPagesAsync(1 << 30);

        var present = await PartsAsync(ct);
        for (var id = 0; id < succeeded.Length; id++)
        {
            succeeded[id].ShouldBe(id % 4 != 0, $"write {id}");
            present.GetValueOrDefault(id).ShouldBe(succeeded[id] ? 3 : 0, $"parts of {id}");
        }

        (await TryWriteAsync(1000, 3, 60_000)).ShouldBeTrue("the disk has room again");
    }

    [Fact]
    public async Task Write_WhoseCommitFails_FailsAloneAndWhole()
    {
        var ct = TestContext.Current.CancellationToken;
        var poisoned = false;
        delegate_commit hook = _ =>
        {
            var refuse = poisoned;
            poisoned = false;
            return refuse ? 1 : 0;
        };
        await HookCommitsAsync(hook);

        var writes = Enumerable
            .Range(0, 40)
            .Select(id => TryWriteAsync(id, 2, 10, onRun: () => poisoned |= id is 7 or 23))
            .ToArray();
        var succeeded = await Task.WhenAll(writes);
        await HookCommitsAsync(null);

        var present = await PartsAsync(ct);
        for (var id = 0; id < succeeded.Length; id++)
        {
            succeeded[id].ShouldBe(id is not (7 or 23), $"write {id}");
            present.GetValueOrDefault(id).ShouldBe(succeeded[id] ? 2 : 0, $"parts of {id}");
        }
    }

    [Fact]
    public async Task Write_ThatThrows_LeavesItsNeighboursAlone()
    {
        var ct = TestContext.Current.CancellationToken;
        var writes = Enumerable
            .Range(0, 40)
            .Select(async id =>
            {
                try
                {
                    await WriteAsync(
                        id,
                        2,
                        10,
                        () =>
                        {
                            if (id % 5 == 0)
                            {
                                throw CairnException.Invalid("no");
                            }
                        },
                        lastly: true
                    );
                    return true;
                }
                catch (CairnException e) when (e.Code == ErrorCode.InvalidParameterValue)
                {
                    return false;
                }
            })
            .ToArray();
        var succeeded = await Task.WhenAll(writes);
        var present = await PartsAsync(ct);
        for (var id = 0; id < succeeded.Length; id++)
        {
            succeeded[id].ShouldBe(id % 5 != 0);
            present.GetValueOrDefault(id).ShouldBe(succeeded[id] ? 2 : 0);
        }
    }

    private async Task<bool> TryWriteAsync(int id, int parts, int length, Action? onRun = null)
    {
        try
        {
            await WriteAsync(id, parts, length, onRun, lastly: false);
            return true;
        }
        catch (CairnException e) when (e.Code == ErrorCode.TemporarilyUnavailable)
        {
            return false;
        }
    }

    private Task WriteAsync(int id, int parts, int length, Action? onRun, bool lastly) =>
        _database.WriteAsync(
            async session =>
            {
                if (!lastly)
                {
                    onRun?.Invoke();
                }

                for (var part = 0; part < parts; part++)
                {
                    await session.ExecuteAsync(
                        Insert,
                        ("@id", id),
                        ("@part", part),
                        ("@text", new string('x', length))
                    );
                }

                if (lastly)
                {
                    onRun?.Invoke();
                }
            },
            CancellationToken.None
        );

    private Task<Dictionary<int, int>> PartsAsync(CancellationToken ct) =>
        _database.ReadAsync(
            async s =>
                (
                    await s.ListAsync("SELECT id, count(*) FROM t GROUP BY id", r => (r.GetInt32(0), r.GetInt32(1)))
                ).ToDictionary(p => p.Item1, p => p.Item2),
            ct
        );

    private Task LimitPagesAsync(long most) =>
        _database.WriteAsync(
            async s =>
            {
                await s.ExecuteAsync($"PRAGMA max_page_count = {most}");
            },
            CancellationToken.None
        );

    private Task HookCommitsAsync(delegate_commit? hook) =>
        _database.WriteAsync(
            s =>
            {
                raw.sqlite3_commit_hook(((SqliteSession)s).Connection.Handle, hook, null);
                return ValueTask.CompletedTask;
            },
            CancellationToken.None
        );
}
