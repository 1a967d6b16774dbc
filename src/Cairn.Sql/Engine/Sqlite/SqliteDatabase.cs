using Cairn.Sql.Dialects;

namespace Cairn.Sql.Engine.Sqlite;

/// <summary>An SQLite file: one thread writes, a few read.</summary>
public sealed class SqliteDatabase : Database
{
    // One more than cores leaves room for short reads beside long searches; each holds its page in memory.
    private static readonly int _readerCount = Math.Clamp(Environment.ProcessorCount + 1, 3, 8);

    private readonly SqliteReaders _readers;
    private readonly SqliteWriter _writer;

    private SqliteDatabase(string path, string name, LogBound bound)
    {
        Path = path;
        var writer = new SqliteSession(SqliteConnections.OpenWriter(path));
        _readers = new SqliteReaders(
            Enumerable.Range(0, _readerCount).Select(_ => new SqliteSession(SqliteConnections.OpenReader(path))),
            bound.ReadsMayTake
        );
        _writer = new SqliteWriter(name, writer, _readers, bound.Bytes);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public override string Name => "sqlite:///" + Path;

    /// <inheritdoc/>
    public override SqlDialect Dialect => SqliteDialect.Instance;

    /// <summary>Opens the file; it is made when it is not there, its folder too.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="name">What metrics call it.</param>
    public static SqliteDatabase Open(string path, string name = DatabaseSettings.Tracking) =>
        Open(path, name, LogBound.Default);

    /// <summary>Opens the file with another bound on its log.</summary>
    internal static SqliteDatabase Open(string path, string name, LogBound bound)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        NetworkMounts.Refuse(path);
        return new SqliteDatabase(path, name, bound);
    }

    /// <inheritdoc/>
    public override Task AcceptAsync(CancellationToken ct) =>
        Task.Run(() => SqliteConnections.UseWriteAheadLog(Path), ct);

    /// <inheritdoc/>
    public override Task<T> ReadAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct) =>
        _readers.ReadAsync(work, maxBatches: 1, ct);

    /// <inheritdoc/>
    public override Task<T> ReadSnapshotAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct) =>
        _readers.ReadAsync(work, maxBatches: int.MaxValue, ct);

    /// <inheritdoc/>
    public override Task<T> WriteAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct) =>
        _writer.WriteAsync(work, ct);

    /// <inheritdoc/>
    public override Task<T> ChangeSchemaAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct) =>
        SqliteSchemaChange.RunAsync(Path, work, ct);

    /// <summary>Finishes what is queued, then closes the file.</summary>
    public override ValueTask DisposeAsync()
    {
        _writer.Dispose();
        _readers.Dispose();
        return ValueTask.CompletedTask;
    }
}
