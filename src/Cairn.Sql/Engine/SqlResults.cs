using System.Data.Common;

namespace Cairn.Sql.Engine;

/// <summary>
/// The result sets of a batch's queries, in order. Reading is forward only: <see cref="ListAsync"/> and <see
/// cref="FirstAsync"/>
/// each consume one result set.
/// </summary>
public abstract class SqlResults : IAsyncDisposable
{
    /// <summary>The reader on the next query's rows; the one returned before is closed.</summary>
    public abstract ValueTask<DbDataReader> NextAsync();

    /// <summary>Runs what follows the last query. A batch that was not completed has not happened.</summary>
    public abstract ValueTask CompleteAsync();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>All rows of the next query.</summary>
    public async ValueTask<List<T>> ListAsync<T>(Func<DbDataReader, T> read)
    {
        var reader = await NextAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>The first row of the next query; default when it has none.</summary>
    public async ValueTask<T?> FirstAsync<T>(Func<DbDataReader, T> read)
    {
        var reader = await NextAsync();
        return await reader.ReadAsync() ? read(reader) : default;
    }
}
