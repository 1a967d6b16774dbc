using System.Data.Common;

namespace Cairn.Sql.Engine.Sqlite;

/// <summary>Runs a batch's statements one after the other, as far as its results are asked for.</summary>
internal sealed class SqliteResults(SqliteSession session, SqlBatch batch) : SqlResults
{
    private DbDataReader? _reader;
    private int _next;

    public override ValueTask<DbDataReader> NextAsync()
    {
        _reader?.Dispose();
        _reader = Advance() ?? throw new InvalidOperationException("The batch has no further query.");
        return new(_reader);
    }

    public override ValueTask CompleteAsync()
    {
        _reader?.Dispose();
        while ((_reader = Advance()) is not null)
        {
            _reader.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _reader?.Dispose();
        return ValueTask.CompletedTask;
    }

    private DbDataReader? Advance()
    {
        while (_next < batch.Statements.Count)
        {
            switch (batch.Statements[_next++])
            {
                case SqlBatch.Single { IsQuery: true } query:
                    return session.Query(query);
                case SqlBatch.Single single:
                    session.Execute(single.Sql, single.Parameters);
                    break;
                case SqlBatch.ForRows rows:
                    session.Execute(rows);
                    break;
            }
        }

        return null;
    }
}
