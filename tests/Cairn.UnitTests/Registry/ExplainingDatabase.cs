using Cairn.Sql.Dialects;
using Cairn.Sql.Engine;
using Cairn.Sql.Engine.Sqlite;

namespace Cairn.UnitTests.Registry;

/// <summary>Asks SQLite how it goes about each statement before it runs it.</summary>
internal sealed class ExplainingDatabase(SqliteDatabase inner) : Database
{
    /// <summary>The steps of all statements so far.</summary>
    public List<string> Steps { get; } = [];

    public override string Name => inner.Name;

    public override SqlDialect Dialect => inner.Dialect;

    public override Task AcceptAsync(CancellationToken ct) => inner.AcceptAsync(ct);

    public override Task<T> ReadAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct) =>
        inner.ReadSnapshotAsync(session => work(new Session(session, Steps)), ct);

    public override Task<T> ReadSnapshotAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct) =>
        inner.ReadSnapshotAsync(session => work(new Session(session, Steps)), ct);

    public override Task<T> WriteAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct) =>
        inner.WriteAsync(session => work(new Session(session, Steps)), ct);

    public override Task<T> ChangeSchemaAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct) =>
        inner.ChangeSchemaAsync(work, ct);

    public override ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class Session(SqlSession inner, List<string> steps) : SqlSession
    {
        public override SqlDialect Dialect => inner.Dialect;

        public override async ValueTask<SqlResults> RunAsync(SqlBatch batch)
        {
            foreach (var statement in batch.Statements.OfType<SqlBatch.Single>())
            {
                await ExplainAsync(statement.Sql, statement.Parameters);
            }

            return await inner.RunAsync(batch);
        }

        internal override ValueTask InsertAsync(Cairn.Sql.Schema.HeadTable table, IReadOnlyList<object?[]> rows) =>
            inner.InsertAsync(table, rows);

        public override ValueTask<int> ExecuteAsync(string sql, params ReadOnlySpan<SqlParam> parameters)
        {
            return ExplainedAsync(parameters.ToArray());

            async ValueTask<int> ExplainedAsync(SqlParam[] given)
            {
                await ExplainAsync(sql, given);
                return await inner.ExecuteAsync(sql, given);
            }
        }

        private async ValueTask ExplainAsync(string sql, SqlParam[] parameters) =>
            steps.AddRange(await inner.ListAsync("EXPLAIN QUERY PLAN " + sql, r => r.GetString(3), parameters));
    }
}
