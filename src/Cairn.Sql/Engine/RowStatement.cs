using System.Collections.Concurrent;
using Cairn.Sql.Dialects;

namespace Cairn.Sql.Engine;

/// <summary>Column types of the rows that a <see cref="RowStatement{T}"/> takes.</summary>
public enum SqlColumnType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A 64-bit integer.</summary>
    BigInt,

    /// <summary>A double.</summary>
    Double,

    /// <summary>A boolean.</summary>
    Boolean,
}

/// <summary>Name and type of a row's column.</summary>
/// <param name="Name">Its name after <c>r.</c> in the statement.</param>
/// <param name="Type">Its type.</param>
public abstract record SqlColumn(string Name, SqlColumnType Type);

/// <summary>A column and how its value is taken from a row.</summary>
/// <typeparam name="T">The row.</typeparam>
/// <param name="Name">Its name after <c>r.</c> in the statement.</param>
/// <param name="Type">Its type.</param>
/// <param name="Value">Takes the value; null is SQL's NULL.</param>
public sealed record SqlColumn<T>(string Name, SqlColumnType Type, Func<T, object?> Value) : SqlColumn(Name, Type);

/// <summary>
/// A statement that is run for a set of rows at once: <c>INSERT INTO t SELECT r.a, r.b FROM @rows r WHERE true ON
/// CONFLICT …</c>.
/// </summary>
/// <typeparam name="T">The row.</typeparam>
/// <param name="sql">The statement, with <c>FROM @rows r</c>.</param>
/// <param name="columns">The columns of <c>r</c>.</param>
public sealed class RowStatement<T>(string sql, params SqlColumn<T>[] columns)
{
    private readonly ConcurrentDictionary<SqlDialect, string> _sql = new();

    /// <summary>The columns of <c>r</c>.</summary>
    public IReadOnlyList<SqlColumn<T>> Columns => columns;

    /// <summary>The statement in a database's spelling.</summary>
    public string SqlFor(SqlDialect dialect) => _sql.GetOrAdd(dialect, d => d.TranslateRows(sql, columns));
}
