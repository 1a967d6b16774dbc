using Cairn.Sql.Engine.Sqlite;

namespace Cairn.ConformanceTests.Durability;

/// <summary>A client that goes away takes its write with it only while the write waits.</summary>
public sealed class CancelledWriteTests : IAsyncLifetime
{
    private const string Insert = "INSERT INTO t (id) VALUES (@id)";
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-cancel-").FullName;
    private SqliteDatabase _database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = SqliteDatabase.Open(Path.Combine(_folder, "t.db"));
        await _database.AcceptAsync(Ct);
        await _database.WriteAsync(
            async s =>
            {
                await s.ExecuteAsync("CREATE TABLE t (id INTEGER PRIMARY KEY)");
            },
            Ct
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Write_CancelledWhileItWaits_IsDroppedAndItsNeighboursAreKept()
    {
        using var mayGoOn = new ManualResetEventSlim();
        using var goesAway = new CancellationTokenSource();
        var first = WriteAsync(0, () => mayGoOn.Wait(Ct), Ct);
        var waiting = Enumerable
            .Range(1, 20)
            .Select(id => WriteAsync(id, null, id % 2 == 1 ? goesAway.Token : Ct))
            .ToArray();
        await goesAway.CancelAsync();
        mayGoOn.Set();

        await first;
        foreach (var (write, id) in waiting.Select((write, i) => (write, i + 1)))
        {
            (await Record.ExceptionAsync(() => write) is OperationCanceledException).ShouldBe(
                id % 2 == 1,
                $"write {id}"
            );
        }

        (await IdsAsync()).ShouldBe(Enumerable.Range(0, 21).Where(id => id % 2 == 0));
    }

    [Fact]
    public async Task Write_CancelledWhileItRuns_IsKeptAndAnswered()
    {
        using var goesAway = new CancellationTokenSource();
        await WriteAsync(1, goesAway.Cancel, goesAway.Token);
        (await IdsAsync()).ShouldBe([1]);
    }

    [Fact]
    public async Task Dispose_WithWritesWaiting_FinishesThem()
    {
        using var mayGoOn = new ManualResetEventSlim();
        var writes = Enumerable
            .Range(0, 200)
            .Select(id => WriteAsync(id, id == 0 ? () => mayGoOn.Wait(Ct) : null, Ct))
            .ToArray();
        var closing = Task.Run(async () => await _database.DisposeAsync(), Ct);
        mayGoOn.Set();
        await closing;
        await Task.WhenAll(writes);

        _database = SqliteDatabase.Open(Path.Combine(_folder, "t.db"));
        (await IdsAsync()).ShouldBe(Enumerable.Range(0, 200));
    }

    private Task WriteAsync(int id, Action? onRun, CancellationToken ct) =>
        _database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(Insert, ("@id", id));
                onRun?.Invoke();
            },
            ct
        );

    private Task<List<int>> IdsAsync() =>
        _database.ReadAsync(s => s.ListAsync("SELECT id FROM t ORDER BY id", r => r.GetInt32(0)), Ct);
}
