using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cairn.Sql.Engine.Sqlite;

/// <summary>
/// A prepared statement, bound by position and stepped below the driver's commands and readers: for short reads and
/// batches of
/// metrics those cost more than SQLite itself.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly Dictionary<string, int> _parameters = new(StringComparer.Ordinal);

    /// <summary>Prepares the first statement of a text.</summary>
    /// <exception cref="SqliteException">It is not SQL for this schema.</exception>
    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        Demand(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement, out var rest));
        Handle = statement;
        IsWhole = string.IsNullOrWhiteSpace(rest);
    }

    /// <summary>The statement of SQLite.</summary>
    public sqlite3_stmt Handle { get; }

    /// <summary>Whether the text held no further statement.</summary>
    public bool IsWhole { get; }

    public void Bind(ReadOnlySpan<SqlParam> parameters)
    {
        foreach (var parameter in parameters)
        {
            Bind(IndexOf(parameter.Name), parameter.Value);
        }
    }

    /// <summary>Runs the statement to its end and returns how many rows it changed.</summary>
    public int Execute()
    {
        try
        {
            while (Step()) { }

            return raw.sqlite3_changes(_database);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>
    /// Runs the statement once for each row. After an exception the caller's savepoint undoes the rows before.
    /// </summary>
    public void Execute(SqlBatch.ForRows rows)
    {
        Bind(rows.Parameters);
        Span<int> columns = stackalloc int[rows.Columns.Count];
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column] = IndexOf("@r_" + rows.Columns[column].Name);
        }

        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < columns.Length; column++)
            {
                Bind(columns[column], rows.Value(row, column));
            }

            Execute();
        }
    }

    /// <summary>False after the last row.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(Handle);
        if (result != raw.SQLITE_ROW)
        {
            Demand(result);
        }

        return result == raw.SQLITE_ROW;
    }

    /// <summary>
    /// Makes the statement ready to be run again. Its failure, if any, was told by <see cref="Step"/>.
    /// </summary>
    public void Reset() => raw.sqlite3_reset(Handle);

    public void Dispose() => Handle.Dispose();

    /// <summary>Zero for a name that the statement does not have.</summary>
    private int IndexOf(string name)
    {
        if (!_parameters.TryGetValue(name, out var index))
        {
            index = raw.sqlite3_bind_parameter_index(Handle, name);
            _parameters.Add(name, index);
        }

        return index;
    }

    private void Bind(int index, object? value)
    {
        if (index == 0)
        {
            return;
        }

        Demand(
            value switch
            {
                null => raw.sqlite3_bind_null(Handle, index),
                string text => raw.sqlite3_bind_text(Handle, index, text),
                long number => raw.sqlite3_bind_int64(Handle, index, number),
                double number => raw.sqlite3_bind_double(Handle, index, number),
                bool flag => raw.sqlite3_bind_int(Handle, index, flag ? 1 : 0),
                int number => raw.sqlite3_bind_int(Handle, index, number),
                byte[] bytes => raw.sqlite3_bind_blob(Handle, index, bytes),
                string[] texts => raw.sqlite3_bind_text(
                    Handle,
                    index,
                    JsonSerializer.SerializeToUtf8Bytes(texts, ListJson.Default.StringArray)
                ),
                long[] numbers => raw.sqlite3_bind_text(
                    Handle,
                    index,
                    JsonSerializer.SerializeToUtf8Bytes(numbers, ListJson.Default.Int64Array)
                ),
                _ => throw new NotSupportedException($"A parameter cannot be a {value.GetType()}."),
            }
        );
    }

    private void Demand(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
