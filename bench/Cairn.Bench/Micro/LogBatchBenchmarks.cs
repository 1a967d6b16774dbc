using BenchmarkDotNet.Attributes;
using Cairn.Core.Metrics;
using Cairn.Core.Runs;
using Cairn.Sql.Engine.Sqlite;
using Cairn.Sql.Runs;
using Cairn.Sql.Schema;

namespace Cairn.Bench.Micro;

/// <summary>A batch of 100 metrics into a real file, synced.</summary>
[MemoryDiagnoser]
public class LogBatchBenchmarks
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-micro-").FullName;
    private SqliteDatabase _database = null!;
    private SqlRunStore _runs = null!;
    private string _run = "";
    private long _step;

    /// <summary>A database with one run.</summary>
    [GlobalSetup]
    public async Task SetUp()
    {
        _database = SqliteDatabase.Open(Path.Combine(_folder, "micro.db"));
        await new SchemaGate(_database, TimeProvider.System).OpenAsync(
            "mlflow-artifacts:/",
            false,
            CancellationToken.None
        );
        _runs = new SqlRunStore(_database, TimeProvider.System);
        _run = (await _runs.CreateAsync(new(RunIds.New(), 0, "micro", "", 1, []), CancellationToken.None)).Info.RunId;
    }

    /// <summary>One caller, so that each batch pays its own sync.</summary>
    [Benchmark]
    public Task LogBatch()
    {
        var step = _step++;
        return _runs.LogAsync(
            _run,
            new([.. Enumerable.Range(0, 100).Select(k => new MetricPoint($"m{k}", step, step, step))], [], []),
            CancellationToken.None
        );
    }

    /// <summary>Removes the database.</summary>
    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
