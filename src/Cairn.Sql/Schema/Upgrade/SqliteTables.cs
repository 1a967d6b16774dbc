using System.Text.RegularExpressions;
using Cairn.Sql.Engine;

namespace Cairn.Sql.Schema.Upgrade;

/// <summary>
/// Brings tables to the head in SQLite, which changes little of a table in place: one that differs is made anew, filled
/// from the old
/// one and put in its place, with foreign keys off: https://www.sqlite.org/lang_altertable.html#otheralter
/// </summary>
internal static partial class SqliteTables
{
    private const string Tables = "SELECT name, sql FROM sqlite_master WHERE type = 'table'";
    private const string Indexes =
        "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL";
    private const string Columns = "SELECT name, hidden FROM pragma_table_xinfo(@table)";
    private const string Made = "cairn_upgraded_";

    public static async ValueTask<IReadOnlyList<string>> PlanAsync(SqlSession session)
    {
        var head = SchemaScript.Head("sqlite");
        var present = (await session.ListAsync(Tables, r => (Name: r.GetString(0), Sql: r.GetString(1)))).ToDictionary(
            t => t.Name,
            t => t.Sql
        );
        var indexes = await session.ListAsync(
            Indexes,
            r => (Table: r.GetString(0), Name: r.GetString(1), Sql: r.GetString(2))
        );
        var statements = new List<string>();
        var renewed = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match table in SchemaScript.TableStatement().Matches(head))
        {
            var name = table.Groups[1].Value;
            if (present.TryGetValue(name, out var sql) && Plain(sql) != Plain(table.Value))
            {
                renewed.Add(name);
                statements.AddRange(Renew(name, table.Value, await ColumnsAsync(session, name)));
            }
        }

        // Tables that are missing, and the indexes that went with the old ones. Indexes that someone added come back
        // too.
        statements.Add(head);
        statements.AddRange(
            from index in indexes
            where
                renewed.Contains(index.Table)
                && !head.Contains($"INDEX IF NOT EXISTS {index.Name} ", StringComparison.Ordinal)
                && !index.Name.StartsWith("cairn_", StringComparison.Ordinal)
                && !SchemaScript.RetiredIndexes.Contains(index.Name)
            select index.Sql
        );
        return statements;
    }

    private static IEnumerable<string> Renew(string table, string create, List<string> old)
    {
        var columns = SchemaScript.ColumnLine().Matches(create).Select(m => m.Groups[1].Value);
        var kept = (
            from column in columns
            let source = old.Contains(column) ? column
            : UpgradePlan.OldName(table, column) is { } name && old.Contains(name) ? name
            : null
            where source is not null
            select (column, source)
        ).ToList();
        yield return create.Replace($"IF NOT EXISTS {table} ", $"{Made}{table} ", StringComparison.Ordinal);
        yield return $"""
            INSERT INTO {Made}{table} ({string.Join(", ", kept.Select(c => Quote(c.column)))})
            SELECT {string.Join(", ", kept.Select(c => Quote(c.source)))} FROM {table}
            """;
        yield return $"DROP TABLE {table}";
        yield return $"ALTER TABLE {Made}{table} RENAME TO {table}";
    }

    private static async ValueTask<List<string>> ColumnsAsync(SqlSession session, string table) =>
        await session.ListAsync(Columns, r => r.GetString(0), ("@table", table));

    private static string Quote(string name) => $"\"{name}\"";

    /// <summary>The statement without what says nothing: spaces, quotes of names, case.</summary>
    private static string Plain(string sql) =>
        Noise().Replace(sql.Replace("IF NOT EXISTS", "", StringComparison.Ordinal), "").TrimEnd(';').ToUpperInvariant();

    [GeneratedRegex(@"[\s""]")]
    private static partial Regex Noise();
}
