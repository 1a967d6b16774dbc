using System.Data.Common;
using Cairn.Sql.Dialects;

namespace Cairn.Sql.Engine;

/// <summary>A transaction's statements. Valid only inside the delegate that it was given to.</summary>
public abstract class SqlSession
{
    /// <summary>The database's dialect.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>Lifts the limit on how long a statement may take: for changes of the schema and bulk work.</summary>
    public virtual void MayTakeLong() { }

    /// <summary>Runs a batch. Dispose the results; complete them when statements follow the last query.</summary>
    public abstract ValueTask<SqlResults> RunAsync(SqlBatch batch);

    /// <summary>Runs a statement without rows and returns how many rows it changed.</summary>
    public abstract ValueTask<int> ExecuteAsync(string sql, params ReadOnlySpan<SqlParam> parameters);

    /// <summary>Runs a batch whose statements return no rows.</summary>
    public async ValueTask ExecuteAsync(SqlBatch batch)
    {
        await using var results = await RunAsync(batch);
        await results.CompleteAsync();
    }

    /// <summary>The error of a work that was declared to send one batch and sends another.</summary>
    private protected static InvalidOperationException SecondBatch() =>
        new($"{nameof(Database.ReadAsync)} takes one batch. Use {nameof(Database.ReadSnapshotAsync)} for several.");

    /// <summary>Inserts rows in bulk, by the fastest way that the database has.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">Values of all of its columns, each as its column holds it.</param>
    internal abstract ValueTask InsertAsync(Schema.HeadTable table, IReadOnlyList<object?[]> rows);

    /// <summary>All rows of a query.</summary>
    public ValueTask<List<T>> ListAsync<T>(
        string sql,
        Func<DbDataReader, T> read,
        params ReadOnlySpan<SqlParam> parameters
    )
    {
        return ReadAsync(new SqlBatch().Query(sql, parameters));

        async ValueTask<List<T>> ReadAsync(SqlBatch batch)
        {
            await using var results = await RunAsync(batch);
            return await results.ListAsync(read);
        }
    }

    /// <summary>The first row of a query; default when it has none.</summary>
    public ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<SqlParam> parameters)
    {
        return ReadAsync(new SqlBatch().Query(sql, parameters));

        async ValueTask<T?> ReadAsync(SqlBatch batch)
        {
            await using var results = await RunAsync(batch);
            return await results.FirstAsync(read);
        }
    }
}
