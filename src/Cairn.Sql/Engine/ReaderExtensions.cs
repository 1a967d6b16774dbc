using System.Data.Common;

namespace Cairn.Sql.Engine;

/// <summary>Reads columns that may be NULL.</summary>
internal static class ReaderExtensions
{
    public static string? Text(this DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    public static long? Int64(this DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
