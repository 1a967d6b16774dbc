using System.Data;
using Cairn.Sql.Dialects;
using Cairn.Sql.Schema;
using Npgsql;
using NpgsqlTypes;

namespace Cairn.Sql.Engine.Postgres;

/// <summary>How a session's statements are held together.</summary>
internal enum PostgresMode
{
    /// <summary>One batch alone, which is a transaction by itself and committed at its end: one round trip.</summary>
    Alone,

    /// <summary>Reads on one snapshot.</summary>
    Snapshot,

    /// <summary>Writes that are committed together.</summary>
    Write,
}

/// <summary>Statements on one connection.</summary>
internal sealed class PostgresSession(
    NpgsqlConnection connection,
    PostgresMode mode,
    bool batchIsSnapshot,
    CancellationToken ct
) : SqlSession, IAsyncDisposable
{
    private const string TransactionId = "SELECT txid_current()";
    private NpgsqlTransaction? _transaction;
    private bool _used;
    private int? _timeout;

    public override SqlDialect Dialect => PostgresDialect.Instance;

    /// <summary>What the server calls the transaction; null until it has said so.</summary>
    public long? WriteId { get; private set; }

    /// <summary>A failure of a batch whose results were not read to their end.</summary>
    public Exception? Failure { get; private set; }

    public override void MayTakeLong() => _timeout = 0;

    public override async ValueTask<SqlResults> RunAsync(SqlBatch batch)
    {
        var command = connection.CreateBatch();
        var named = await BeginAsync(command, batch.Statements.Count);
        foreach (var statement in batch.Statements)
        {
            command.BatchCommands.Add(PostgresParameters.Command(statement, Dialect));
        }

        return await RunAsync(command, named);
    }

    public override ValueTask<int> ExecuteAsync(string sql, params ReadOnlySpan<SqlParam> parameters)
    {
        // A script has no parameters, and the driver takes it apart only in a command of its own.
        return sql.Contains(';', StringComparison.Ordinal)
            ? ExecuteScriptAsync(sql)
            : ExecuteAsync(PostgresParameters.Command(sql, parameters));
    }

    internal override async ValueTask InsertAsync(HeadTable table, IReadOnlyList<object?[]> rows)
    {
        await using (var batch = connection.CreateBatch())
        {
            await BeginAsync(batch, 1);
        }

        var types = table.Columns.Select(TypeOf).ToArray();
        await using var import = await connection.BeginBinaryImportAsync(
            $"COPY {table.Name} ({string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\""))}) FROM STDIN (FORMAT binary)",
            ct
        );
        foreach (var row in rows)
        {
            await import.StartRowAsync(ct);
            for (var column = 0; column < types.Length; column++)
            {
                await (
                    row[column] is { } value ? import.WriteAsync(value, types[column], ct) : import.WriteNullAsync(ct)
                );
            }
        }

        await import.CompleteAsync(ct);
    }

    /// <summary>Makes the writes durable.</summary>
    public Task CommitAsync() => _transaction?.CommitAsync(CancellationToken.None) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null)
        {
            await _transaction.DisposeAsync();
        }

        await connection.DisposeAsync();
    }

    private static NpgsqlDbType TypeOf(HeadColumn column) =>
        column.Type switch
        {
            "INTEGER" => NpgsqlDbType.Integer,
            "BIGINT" => NpgsqlDbType.Bigint,
            "FLOAT" => NpgsqlDbType.Double,
            "BOOLEAN" => NpgsqlDbType.Boolean,
            "BLOB" => NpgsqlDbType.Bytea,
            "JSON" => NpgsqlDbType.Json,
            _ => NpgsqlDbType.Text,
        };

    private async ValueTask<int> ExecuteAsync(NpgsqlBatchCommand statement)
    {
        var command = connection.CreateBatch();
        var named = await BeginAsync(command, 1);
        command.BatchCommands.Add(statement);
        await using var results = await RunAsync(command, named);
        await results.CompleteAsync();
        return (int)statement.RecordsAffected;
    }

    private async ValueTask<int> ExecuteScriptAsync(string sql)
    {
        await using var batch = connection.CreateBatch();
        await BeginAsync(batch, 1);
        await using var command = new NpgsqlCommand(sql, connection);
        command.CommandTimeout = _timeout ?? command.CommandTimeout;
        return await command.ExecuteNonQueryAsync(ct);
    }

    private async ValueTask<SqlResults> RunAsync(NpgsqlBatch command, bool named)
    {
        try
        {
            command.Timeout = _timeout ?? command.Timeout;
            var reader = await command.ExecuteReaderAsync(CommandBehavior.Default, ct);
            if (named)
            {
                await reader.ReadAsync(ct);
                WriteId = reader.GetInt64(0);
            }

            return new PostgresResults(command, reader, !named, e => Failure ??= e, ct);
        }
        catch
        {
            await command.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Begins the transaction, which travels with the first batch. True when that batch asks for its name.
    /// </summary>
    private async ValueTask<bool> BeginAsync(NpgsqlBatch batch, int statements)
    {
        if (_used && mode == PostgresMode.Alone)
        {
            throw SecondBatch();
        }

        if (_used || (mode == PostgresMode.Alone && (statements == 1 || batchIsSnapshot)))
        {
            _used = true;
            return false;
        }

        _used = true;
        _transaction = await connection.BeginTransactionAsync(
            mode == PostgresMode.Write ? IsolationLevel.ReadCommitted : IsolationLevel.RepeatableRead,
            ct
        );
        if (mode != PostgresMode.Write)
        {
            return false;
        }

        // Asked for so that, when the connection is lost at COMMIT, the server can be asked what became of it.
        batch.BatchCommands.Add(new NpgsqlBatchCommand(TransactionId));
        return true;
    }
}
