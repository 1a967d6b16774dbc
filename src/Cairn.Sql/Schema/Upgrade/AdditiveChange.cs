using System.Text.RegularExpressions;

namespace Cairn.Sql.Schema.Upgrade;

/// <summary>
/// Tells statements that a server of the earlier schema does not notice from those that it might. What is not known
/// counts as the latter.
/// </summary>
internal static partial class AdditiveChange
{
    /// <summary>
    /// Whether a statement only adds: a table, an index, a column that needs no value, rows, statistics, the revision.
    /// </summary>
    public static bool Is(string statement) =>
        Addition().IsMatch(statement)
        || (NewColumn().IsMatch(statement) && (!NotNull().IsMatch(statement) || Default().IsMatch(statement)));

    [GeneratedRegex(
        @"^\s*(CREATE TABLE|CREATE INDEX|INSERT INTO|UPDATE alembic_version|ANALYZE|ALTER TABLE \w+ ALTER COLUMN ""\w+"" (DROP NOT NULL|SET DEFAULT))\b"
    )]
    private static partial Regex Addition();

    [GeneratedRegex(@"^ALTER TABLE \w+ ADD COLUMN\b")]
    private static partial Regex NewColumn();

    [GeneratedRegex(@"\bNOT NULL\b")]
    private static partial Regex NotNull();

    [GeneratedRegex(@"\bDEFAULT\b")]
    private static partial Regex Default();
}
