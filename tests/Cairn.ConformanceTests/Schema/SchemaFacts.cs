using System.Text.RegularExpressions;
using Cairn.Sql.Dialects;
using Cairn.Sql.Engine;

namespace Cairn.ConformanceTests.Schema;

/// <summary>What a database says of its schema, one line for each object, without Cairn's own.</summary>
internal static partial class SchemaFacts
{
    private const string PostgresColumns = """
        SELECT c.relname, 'column ' || a.attname || ' | ' || format_type(a.atttypid, a.atttypmod)
            || CASE WHEN a.attgenerated = 's' THEN ' GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || ') STORED'
                WHEN d.adbin IS NOT NULL AND NOT pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval%' THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) ELSE '' END
            || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT c.relname, 'default: ' || a.attname || ' = ' || replace(pg_get_expr(d.adbin, d.adrelid), '''experiments', '''public.experiments')
        FROM pg_class c JOIN pg_attrdef d ON d.adrelid = c.oid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.adnum
        WHERE c.relnamespace = 'public'::regnamespace AND pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval%'
        UNION ALL
        SELECT c.relname, CASE k.contype WHEN 'p' THEN 'primary key: ' WHEN 'u' THEN 'unique: ' WHEN 'f' THEN 'foreign key: ' ELSE 'check: ' END
            || k.conname || ' ' || regexp_replace(pg_get_constraintdef(k.oid), '^(PRIMARY KEY|UNIQUE|FOREIGN KEY) ', '')
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE c.relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT x.tablename, 'index: ' || x.indexname || CASE WHEN x.indexdef LIKE 'CREATE UNIQUE%' THEN ' UNIQUE ' ELSE ' ' END
            || substr(x.indexdef, strpos(x.indexdef, ' USING btree ') + 13)
        FROM pg_indexes x WHERE x.schemaname = 'public' AND x.indexname NOT LIKE 'cairn%'
        AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conname = x.indexname)
        """;

    private const string SqliteObjects = """
        SELECT tbl_name, type || ' ' || name || ' ' || sql FROM sqlite_master
        WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'cairn%'
        """;

    /// <summary>The facts, in order.</summary>
    public static Task<List<string>> ReadAsync(Database database, CancellationToken ct) =>
        database.ReadAsync(
            async session =>
            {
                var sql = session.Dialect is SqliteDialect ? SqliteObjects : PostgresColumns;
                var facts = await session.ListAsync(
                    sql,
                    r => $"{r.GetString(0)}: {Plain(r.GetString(1), session.Dialect is SqliteDialect)}"
                );
                facts.RemoveAll(fact => fact.StartsWith("cairn_", StringComparison.Ordinal));
                facts.Sort(StringComparer.Ordinal);
                return facts;
            },
            ct
        );

    /// <summary>Fails with the lines that only one of the two has.</summary>
    public static void ShouldBeEqual(List<string> actual, List<string> expected)
    {
        actual.Except(expected).ShouldBeEmpty("not expected");
        expected.Except(actual).ShouldBeEmpty("missing");
    }

    /// <summary>The reference for PostgreSQL, as lines of the same form.</summary>
    public static List<string> PostgresReference()
    {
        var facts = new List<string>();
        var table = "";
        foreach (
            var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Schema", "mlflow-3.11-schema.txt"))
                .Where(l => l.Length > 0 && l[0] != '#')
        )
        {
            if (line.StartsWith("table ", StringComparison.Ordinal))
            {
                table = line[6..];
                continue;
            }

            facts.Add(
                $"{table}: {(line.StartsWith("column ", StringComparison.Ordinal) ? string.Join(" | ", line.Split(" | ")[..2]) : line)}"
            );
        }

        facts.Sort(StringComparer.Ordinal);
        return facts;
    }

    private static string Plain(string sql, bool isSqlite) =>
        isSqlite
            ? Noise().Replace(sql.Replace("IF NOT EXISTS", "", StringComparison.Ordinal), "").ToUpperInvariant()
            : sql;

    [GeneratedRegex(@"[\s""]")]
    private static partial Regex Noise();
}
