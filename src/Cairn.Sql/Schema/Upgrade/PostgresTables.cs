using Cairn.Sql.Engine;

namespace Cairn.Sql.Schema.Upgrade;

/// <summary>
/// Brings tables to the head in PostgreSQL, in place. The head is made as temporary tables first, so that the server
/// itself says what it is.
/// </summary>
internal static class PostgresTables
{
    private const string KeepPath =
        "SELECT set_config('cairn.path', current_setting('search_path'), true), set_config('search_path', 'pg_temp', true)";
    private const string RestorePath = "SELECT set_config('search_path', current_setting('cairn.path'), true)";

    public static async ValueTask<IReadOnlyList<string>> PlanAsync(SqlSession session)
    {
        await session.ExecuteAsync(KeepPath);
        await session.ExecuteAsync(SchemaScript.Tables("postgres"));
        var head = await PostgresFacts.ReadAsync(session, "pg_my_temp_schema()");
        await session.ExecuteAsync("DISCARD TEMP");
        await session.ExecuteAsync(RestorePath);
        var present = await PostgresFacts.ReadAsync(session, "current_schema()::regnamespace");
        return [.. Plan(head, present)];
    }

    private static IEnumerable<string> Plan(PostgresFacts head, PostgresFacts present)
    {
        var tables = SchemaScript.TableNames("postgres").Where(t => present.Columns.Contains(t)).ToList();
        var dropped = tables
            .SelectMany(t => present.Constraints[t].Except(head.Constraints[t]).Select(c => (Table: t, Constraint: c)))
            .ToList();
        var added = tables
            .SelectMany(t => head.Constraints[t].Except(present.Constraints[t]).Select(c => (Table: t, Constraint: c)))
            .ToList();

        // A foreign key that stays makes way when the key that it refers to is made anew.
        var rekeyed = dropped
            .Where(d => d.Constraint.Kind is 'p' or 'u')
            .Select(d => d.Table)
            .ToHashSet(StringComparer.Ordinal);
        var moved = tables
            .SelectMany(t =>
                present
                    .Constraints[t]
                    .Intersect(head.Constraints[t])
                    .Where(c =>
                        c.Kind == 'f'
                        && rekeyed.Any(k => c.Definition.Contains($" REFERENCES {k}(", StringComparison.Ordinal))
                    )
                    .Select(c => (Table: t, Constraint: c))
            )
            .ToList();
        dropped.AddRange(moved);
        added.AddRange(moved);
        return
        [
            // Foreign keys hold the keys that they refer to, so they go first and come last.
            .. dropped
                .OrderBy(d => d.Constraint.Kind != 'f')
                .Select(d => $"ALTER TABLE {d.Table} DROP CONSTRAINT \"{d.Constraint.Name}\""),
            .. tables.SelectMany(t => DropIndexes(head.Indexes[t], present.Indexes[t])),
            .. tables.SelectMany(t => AlterColumns(t, head.Columns[t], [.. present.Columns[t]])),
            .. added.Where(a => a.Constraint.Kind != 'f').Select(Add),
            SchemaScript.Head("postgres"),
            .. added.Where(a => a.Constraint.Kind == 'f').Select(Add),
            "ANALYZE", // A column whose type was changed has lost its statistics.
        ];

        static string Add((string Table, ConstraintFact Constraint) a) =>
            $"ALTER TABLE {a.Table} ADD CONSTRAINT \"{a.Constraint.Name}\" {a.Constraint.Definition}";
    }

    /// <summary>Indexes that a revision took away or changed; those that someone added stay.</summary>
    private static IEnumerable<string> DropIndexes(IEnumerable<IndexFact> head, IEnumerable<IndexFact> present) =>
        from index in present
        let wanted = head.FirstOrDefault(h => h.Name == index.Name)
        where SchemaScript.RetiredIndexes.Contains(index.Name) || (wanted is not null && wanted != index)
        select $"DROP INDEX \"{index.Name}\"";

    private static IEnumerable<string> AlterColumns(
        string table,
        IEnumerable<ColumnFact> head,
        List<ColumnFact> present
    )
    {
        foreach (var column in head)
        {
            if (
                UpgradePlan.OldName(table, column.Name) is { } old
                && present.FindIndex(c => c.Name == old) is >= 0 and var at
            )
            {
                present[at] = present[at] with { Name = column.Name };
                yield return $"ALTER TABLE {table} RENAME COLUMN \"{old}\" TO \"{column.Name}\"";
            }

            if (present.Find(c => c.Name == column.Name) is not { } actual)
            {
                yield return $"ALTER TABLE {table} ADD COLUMN \"{column.Name}\" {column.Type}"
                    + (column.Default is null ? "" : $" DEFAULT {column.Default}")
                    + (column.NotNull ? " NOT NULL" : "");
                continue;
            }

            if (actual.Type != column.Type)
            {
                yield return $"ALTER TABLE {table} ALTER COLUMN \"{column.Name}\" TYPE {column.Type}";
            }

            if (actual.Default != column.Default)
            {
                yield return $"ALTER TABLE {table} ALTER COLUMN \"{column.Name}\" {(column.Default is null ? "DROP DEFAULT" : $"SET DEFAULT {column.Default}")}";
            }

            if (actual.NotNull != column.NotNull)
            {
                yield return $"ALTER TABLE {table} ALTER COLUMN \"{column.Name}\" {(column.NotNull ? "SET" : "DROP")} NOT NULL";
            }
        }
    }
}
