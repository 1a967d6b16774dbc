namespace Cairn.Sql.Engine.Sqlite;

/// <summary>How far the log may grow while a read keeps it from being reused.</summary>
/// <param name="Bytes">Past this size the log is emptied into the database.</param>
/// <param name="ReadsMayTake">Reads that have run for longer are ended then.</param>
internal sealed record LogBound(long Bytes, TimeSpan ReadsMayTake)
{
    public static LogBound Default { get; } = new(256L << 20, TimeSpan.FromSeconds(5));
}
