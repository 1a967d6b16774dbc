namespace Cairn.Sql.Engine;

/// <summary>
/// A write that comes to the same when it is run again, so that it may be sent again when nobody knows what became of
/// it.
/// </summary>
public interface IRepeatableWrite
{
    /// <summary>
    /// All of it in one batch, which is a transaction by itself. Where the write is to be refused, a statement of it
    /// divides by zero.
    /// </summary>
    SqlBatch Batch();

    /// <summary>The same with a look at what is there: it says why the write is refused.</summary>
    ValueTask RunAsync(SqlSession session);
}
