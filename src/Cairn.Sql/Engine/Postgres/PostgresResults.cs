using System.Data.Common;
using Npgsql;

namespace Cairn.Sql.Engine.Postgres;

/// <summary>The rows of a batch that the server has run as a whole.</summary>
internal sealed class PostgresResults(
    NpgsqlBatch batch,
    NpgsqlDataReader reader,
    bool atFirst,
    Action<Exception> fail,
    CancellationToken ct
) : SqlResults
{
    private bool _atNext = atFirst && reader.FieldCount > 0;
    private bool _ended;

    public override async ValueTask<DbDataReader> NextAsync()
    {
        if (!_atNext && !await reader.NextResultAsync(ct))
        {
            _ended = true;
            throw new InvalidOperationException("The batch has no further query.");
        }

        _atNext = false;
        return reader;
    }

    public override async ValueTask CompleteAsync()
    {
        while (await reader.NextResultAsync(ct)) { }

        _ended = true;
    }

    // The driver is silent about a failure that it meets while it closes a reader, and COMMIT then quietly rolls back.
    public override async ValueTask DisposeAsync()
    {
        try
        {
            if (!_ended && !reader.IsClosed)
            {
                await CompleteAsync();
            }
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            fail(e);
        }
        finally
        {
            await reader.DisposeAsync();
            await batch.DisposeAsync();
        }
    }
}
