using System.Text.RegularExpressions;
using Cairn.Sql.Engine;

namespace Cairn.Sql.Schema.Upgrade;

/// <summary>What PostgreSQL says of the tables in a schema.</summary>
internal sealed partial class PostgresFacts
{
    private const string ColumnsSql = """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), pg_get_expr(d.adbin, d.adrelid), a.attnotnull
        FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = {0} AND a.attgenerated = ''
        ORDER BY c.relname, a.attnum
        """;

    private const string ConstraintsSql = """
        SELECT c.relname, k.conname, k.contype::text, pg_get_constraintdef(k.oid)
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        WHERE c.relnamespace = {0} AND k.contype IN ('p', 'u', 'f', 'c')
        ORDER BY c.relname, k.conname
        """;

    private const string IndexesSql = """
        SELECT c.relname, i.relname, pg_get_indexdef(i.oid)
        FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
        WHERE c.relnamespace = {0} AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u'))
        ORDER BY c.relname, i.relname
        """;

    public required ILookup<string, ColumnFact> Columns { get; init; }

    public required ILookup<string, ConstraintFact> Constraints { get; init; }

    public required ILookup<string, IndexFact> Indexes { get; init; }

    /// <summary>The facts of one schema, which must be the first that names are looked up in.</summary>
    /// <param name="session">The session.</param>
    /// <param name="schema">An expression for the schema's oid.</param>
    public static async ValueTask<PostgresFacts> ReadAsync(SqlSession session, string schema)
    {
        await using var results = await session.RunAsync(
            new SqlBatch().Query(In(ColumnsSql)).Query(In(ConstraintsSql)).Query(In(IndexesSql))
        );
        var columns = await results.ListAsync(r =>
            (r.GetString(0), new ColumnFact(r.GetString(1), r.GetString(2), r.Text(3), r.GetBoolean(4)))
        );
        var constraints = await results.ListAsync(r =>
            (r.GetString(0), new ConstraintFact(r.GetString(1), r.GetString(2)[0], PlainCheck(r.GetString(3))))
        );
        var indexes = await results.ListAsync(r =>
            (r.GetString(0), new IndexFact(r.GetString(1), PlainIndex(r.GetString(2))))
        );
        return new()
        {
            Columns = columns.ToLookup(c => c.Item1, c => c.Item2),
            Constraints = constraints.ToLookup(c => c.Item1, c => c.Item2),
            Indexes = indexes.ToLookup(i => i.Item1, i => i.Item2),
        };

        string In(string sql) => sql.Replace("{0}", schema, StringComparison.Ordinal);
    }

    // A check for values has several spellings, by whether it was made by hand or restored from a dump.
    private static string PlainCheck(string definition) =>
        ValueCheck().Match(definition) is { Success: true } check
            ? $"CHECK ({check.Groups[1].Value} IN ({string.Join(", ", Literal().Matches(definition).Select(m => m.Value))}))"
            : definition;

    [GeneratedRegex(@"^CHECK \(+(\w+)\)*(?:::text)? = ANY ")]
    private static partial Regex ValueCheck();

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Literal();

    // Without the table's name, which carries its schema.
    private static string PlainIndex(string definition) =>
        (definition.StartsWith("CREATE UNIQUE", StringComparison.Ordinal) ? "UNIQUE " : "")
        + definition[definition.IndexOf(" USING ", StringComparison.Ordinal)..];
}

/// <summary>A column.</summary>
internal sealed record ColumnFact(string Name, string Type, string? Default, bool NotNull);

/// <summary>A constraint: <c>p</c>rimary key, <c>u</c>nique, <c>f</c>oreign key or <c>c</c>heck.</summary>
internal sealed record ConstraintFact(string Name, char Kind, string Definition);

/// <summary>An index that belongs to no constraint.</summary>
internal sealed record IndexFact(string Name, string Definition);
