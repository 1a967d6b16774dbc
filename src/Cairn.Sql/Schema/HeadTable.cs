namespace Cairn.Sql.Schema;

/// <summary>A table of the head schema, as far as its rows are concerned.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns, without those that the database computes.</param>
/// <param name="Key">The columns of its primary key.</param>
internal sealed record HeadTable(string Name, IReadOnlyList<HeadColumn> Columns, IReadOnlyList<HeadColumn> Key);

/// <summary>A column of the head schema.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as the script names it, without a length: <c>VARCHAR</c>, <c>BIGINT</c>, …</param>
internal sealed record HeadColumn(string Name, string Type)
{
    /// <summary>A value of either database as this column holds it.</summary>
    public object? Convert(object value) =>
        value is DBNull
            ? null
            : Type switch
            {
                "INTEGER" => System.Convert.ToInt32(value, null),
                "BIGINT" => System.Convert.ToInt64(value, null),
                "FLOAT" => System.Convert.ToDouble(value, null),
                "BOOLEAN" => System.Convert.ToBoolean(value, null),
                "BLOB" => (byte[])value,
                _ => System.Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
            };
}
