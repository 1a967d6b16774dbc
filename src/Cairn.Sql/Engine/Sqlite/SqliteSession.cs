using System.Data.Common;
using Cairn.Sql.Dialects;
using Cairn.Sql.Schema;
using Microsoft.Data.Sqlite;

namespace Cairn.Sql.Engine.Sqlite;

/// <summary>
/// Statements on one connection, used by one thread. Each statement is prepared once and kept; the driver is
/// synchronous, so every
/// task returned here is completed.
/// </summary>
internal sealed class SqliteSession(SqliteConnection connection) : SqlSession, IDisposable
{
    private const int MostStatements = 500;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private readonly RecentTexts _texts = new();

    public override SqlDialect Dialect => SqliteDialect.Instance;

    public SqliteConnection Connection => connection;

    /// <summary>
    /// How many batches the work may still send. PostgreSQL needs to know whether there are several, so SQLite holds
    /// the work to what it declared.
    /// </summary>
    public int BatchesLeft { get; set; } = int.MaxValue;

    public override ValueTask<SqlResults> RunAsync(SqlBatch batch)
    {
        CountBatch();
        return new(new SqliteResults(this, batch));
    }

    public override ValueTask<int> ExecuteAsync(string sql, params ReadOnlySpan<SqlParam> parameters)
    {
        CountBatch();
        return new(Execute(sql, parameters));
    }

    public int Execute(string sql, params ReadOnlySpan<SqlParam> parameters)
    {
        var statement = Prepared(sql);
        if (!statement.IsWhole)
        {
            return ExecuteScript(sql);
        }

        statement.Bind(parameters);
        return statement.Execute();
    }

    public void Execute(SqlBatch.ForRows rows) => Prepared(rows.SqlFor(Dialect)).Execute(rows);

    internal override ValueTask InsertAsync(HeadTable table, IReadOnlyList<object?[]> rows)
    {
        var sql =
            $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\""))}) VALUES ({string.Join(", ", table.Columns.Select(c => "@" + c.Name))})";
        var statement = Prepared(sql);
        foreach (var row in rows)
        {
            // Here is no NaN; a flag beside the value tells it, or, as MLflow has it here, nothing.
            statement.Bind([
                .. table.Columns.Select(
                    (c, i) => new SqlParam("@" + c.Name, row[i] is double.NaN or DBNull ? null : row[i])
                ),
            ]);
            statement.Execute();
        }

        return ValueTask.CompletedTask;
    }

    public DbDataReader Query(SqlBatch.Single query)
    {
        var statement = Prepared(query.Sql);
        statement.Reset();
        statement.Bind(query.Parameters);
        return new SqliteRowReader(statement, _texts);
    }

    public void Dispose()
    {
        Forget();
        connection.Dispose();
    }

    private void CountBatch()
    {
        if (BatchesLeft == 0)
        {
            throw SecondBatch();
        }

        BatchesLeft--;
    }

    private SqliteStatement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            if (_statements.Count >= MostStatements)
            {
                Forget(); // Searches differ in their text: all that came once must not stay for ever.
            }

            statement = new(connection.Handle!, Dialect.Translate(sql));
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>Several statements in one text, run one after the other: the schema's scripts.</summary>
    private int ExecuteScript(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Dialect.Translate(sql);
        return command.ExecuteNonQuery();
    }

    private void Forget()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
    }
}
