using System.Text.RegularExpressions;
using Cairn.Sql.Engine;
using Cairn.Sql.Schema.Upgrade;
using Microsoft.Data.Sqlite;

namespace Cairn.Sql.Dialects;

/// <summary>SQLite: no arrays, so lists travel as JSON and rows are bound one by one.</summary>
public sealed partial class SqliteDialect : SqlDialect
{
    // Primary result codes: https://www.sqlite.org/rescode.html
    private const int Busy = 5,
        Locked = 6,
        ReadOnly = 8,
        Interrupted = 9,
        IoError = 10,
        Full = 13,
        CannotOpen = 14,
        TooBig = 18,
        Constraint = 19,
        Mismatch = 20;
    private const int ConstraintPrimaryKey = 1555,
        ConstraintUnique = 2067;

    /// <summary>The one instance.</summary>
    public static SqliteDialect Instance { get; } = new();

    /// <inheritdoc/>
    public override string Translate(string sql) =>
        ShareLock().Replace(ListComparison().Replace(sql, "IN (SELECT value FROM json_each($1))"), "");

    /// <inheritdoc/>
    public override string ByteOrder(string text) => text;

    /// <inheritdoc/>
    public override string Apart => "";

    /// <inheritdoc/>
    public override string Place(string alias) => alias + ".rowid";

    // https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_
    /// <inheritdoc/>
    public override string Unindexed(string column) => "+" + column;

    // https://www.sqlite.org/optoverview.html#manual_control_of_query_plans_using_cross_join
    /// <inheritdoc/>
    public override string LookUp(string table, string alias, string condition) =>
        $"CROSS JOIN {table} {alias} WHERE {condition}";

    // LIKE ignores case here unless a pragma says otherwise for the whole connection; GLOB's wildcards are others.
    // The connections set that pragma, so that LIKE is exact and an index may serve it.
    /// <inheritdoc/>
    public override string Like(string operand, string pattern) => $"{operand} LIKE {pattern}";

    /// <inheritdoc/>
    public override string ILike(string operand, string pattern) => $"lower({operand}) LIKE lower({pattern})";

    /// <inheritdoc/>
    public override SqlFailure Classify(Exception exception) =>
        exception is not SqliteException e
            ? SqlFailure.Unknown
            : e.SqliteErrorCode switch
            {
                Constraint when e.SqliteExtendedErrorCode is ConstraintPrimaryKey => SqlFailure.DuplicateKey,
                Constraint when e.SqliteExtendedErrorCode is ConstraintUnique => SqlFailure.Duplicate,
                Constraint => SqlFailure.Constraint,
                TooBig or Mismatch => SqlFailure.BadValue,
                Busy or Locked or ReadOnly or Interrupted or IoError or Full or CannotOpen => SqlFailure.Unavailable,
                _ => SqlFailure.Unknown,
            };

    internal override string Name => "sqlite";

    internal override string TableNames => "SELECT name FROM sqlite_master WHERE type = 'table'";

    internal override string IndexNames => "SELECT name FROM sqlite_master WHERE type = 'index'";

    internal override string AfterCopy => "SELECT 1";

    // A new row's id is one more than the highest.
    internal override string IdsLag => "SELECT 1 WHERE false";

    internal override string AdvanceIds => "SELECT 1";

    internal override ValueTask<IReadOnlyList<string>> PlanTablesAsync(SqlSession session) =>
        SqliteTables.PlanAsync(session);

    // A plain INSERT … VALUES of one row cannot fail half-way, so SQLite keeps no journal of its own for it; an INSERT
    // … SELECT costs
    // one each time, and within a savepoint those add up to more than the writing.
    internal override string TranslateRows(string sql, IReadOnlyList<SqlColumn> columns)
    {
        var plain = PlainRows().Replace(sql, "VALUES ($1)");
        return Translate(
            plain == sql
                ? sql.Replace(
                    "@rows r",
                    $"(SELECT {string.Join(", ", columns.Select(c => $"@r_{c.Name} AS {c.Name}"))}) r",
                    StringComparison.Ordinal
                )
                : RowColumn().Replace(plain, "@r_$1")
        );
    }

    [GeneratedRegex(@"SELECT\s+((?:(?!\bSELECT\b|\bFROM\b).)+?)\s+FROM @rows r WHERE true", RegexOptions.Singleline)]
    private static partial Regex PlainRows();

    [GeneratedRegex(@"\br\.(\w+)")]
    private static partial Regex RowColumn();

    [GeneratedRegex(@"\s+FOR SHARE\s*$")]
    private static partial Regex ShareLock();

    [GeneratedRegex(@"= ANY\((@\w+)\)")]
    private static partial Regex ListComparison();
}
