using Cairn.Sql.Dialects;

namespace Cairn.Sql.Engine;

/// <summary>
/// The first statistics of tables that have just been filled. Until PostgreSQL's autovacuum comes, within a minute or
/// so, the planner takes
/// such a table for a nearly empty one, and a search that takes a millisecond takes ten.
/// </summary>
public static class FirstStatistics
{
    private const string Missing = """
        SELECT s.relname FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
        WHERE s.schemaname = current_schema() AND s.last_analyze IS NULL AND s.last_autoanalyze IS NULL AND s.n_mod_since_analyze >= 500
          AND pg_has_role(c.relowner, 'USAGE')
        ORDER BY s.relname
        """;

    /// <summary>Whether the database's planner needs statistics, and gathers them by itself only later.</summary>
    public static bool AreNeeded(Database database)
    {
        ArgumentNullException.ThrowIfNull(database);
        return database.Dialect is PostgresDialect;
    }

    /// <summary>
    /// Gathers statistics of the tables that have rows, never had any, and belong to the database's user, who alone may
    /// gather them.
    /// </summary>
    /// <returns>How many tables there were.</returns>
    /// <exception cref="Core.Errors.CairnException">TEMPORARILY_UNAVAILABLE when the database does not
    /// answer.</exception>
    public static async Task<int> GatherAsync(Database database, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(database);
        var tables = await database.ReadAsync(session => session.ListAsync(Missing, row => row.GetString(0)), ct);
        foreach (var table in tables)
        {
            // Another server that shares the database may be at it: then this one leaves it to that one.
            await database.WriteAsync(
                session =>
                    session.ExecuteAsync(
                        $"""ANALYZE (SKIP_LOCKED) "{table.Replace("\"", "\"\"", StringComparison.Ordinal)}" """
                    ),
                ct
            );
        }

        return tables.Count;
    }
}
