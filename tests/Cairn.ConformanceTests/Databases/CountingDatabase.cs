using Cairn.Sql.Dialects;
using Cairn.Sql.Engine;

namespace Cairn.ConformanceTests.Databases;

/// <summary>Counts the statements that go to a database.</summary>
internal sealed class CountingDatabase(Database inner) : Database
{
    /// <summary>How many statements were sent since the last <see cref="Restart"/>.</summary>
    public int Statements { get; private set; }

    public override string Name => inner.Name;

    public override SqlDialect Dialect => inner.Dialect;

    public void Restart() => Statements = 0;

    public override Task AcceptAsync(CancellationToken ct) => inner.AcceptAsync(ct);

    public override Task<T> ReadAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct) =>
        inner.ReadAsync(session => work(new Session(session, this)), ct);

    public override Task<T> ReadSnapshotAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct) =>
        inner.ReadSnapshotAsync(session => work(new Session(session, this)), ct);

    public override Task<T> WriteAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct) =>
        inner.WriteAsync(session => work(new Session(session, this)), ct);

    public override Task<T> ChangeSchemaAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct) =>
        inner.ChangeSchemaAsync(work, ct);

    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class Session(SqlSession inner, CountingDatabase counter) : SqlSession
    {
        public override SqlDialect Dialect => inner.Dialect;

        public override ValueTask<SqlResults> RunAsync(SqlBatch batch)
        {
            counter.Statements += batch.Statements.Count;
            return inner.RunAsync(batch);
        }

        internal override ValueTask InsertAsync(Cairn.Sql.Schema.HeadTable table, IReadOnlyList<object?[]> rows)
        {
            counter.Statements++;
            return inner.InsertAsync(table, rows);
        }

        public override ValueTask<int> ExecuteAsync(string sql, params ReadOnlySpan<SqlParam> parameters)
        {
            counter.Statements++;
            return inner.ExecuteAsync(sql, parameters);
        }
    }
}
