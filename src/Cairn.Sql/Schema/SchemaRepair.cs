using Cairn.Sql.Engine;

namespace Cairn.Sql.Schema;

/// <summary>
/// Finds and mends what is missing in a database at the head revision: defaults, indexes, constraints and counters that
/// another tool left out when it copied the database.
/// </summary>
/// <param name="database">The database.</param>
public sealed class SchemaRepair(Database database)
{
    private const string Advance = "advance the counter of experiment ids";

    /// <summary>
    /// Returns what a look without locks finds missing: tables, indexes and the counter of experiment ids.
    /// </summary>
    /// <exception cref="SchemaException">The database is not at the head revision.</exception>
    public Task<IReadOnlyList<string>> FindAsync(CancellationToken ct) => database.ReadSnapshotAsync(FindAsync, ct);

    /// <summary>Makes the repairs in one transaction and returns them.</summary>
    /// <exception cref="SchemaException">The database is not at the head revision.</exception>
    public Task<IReadOnlyList<string>> RunAsync(CancellationToken ct) =>
        database.ChangeSchemaAsync(
            async session =>
            {
                var head = SchemaScript.Head(session.Dialect.Name);
                var missing = await FindAsync(session);
                var plan = await session.Dialect.PlanTablesAsync(session);
                IReadOnlyList<string> repairs = [.. missing, .. plan.Where(s => s != head && s != "ANALYZE")];
                if (repairs.Count > 0)
                {
                    foreach (var statement in plan)
                    {
                        await session.ExecuteAsync(statement);
                    }

                    await session.ExecuteAsync(session.Dialect.AdvanceIds);
                }

                return repairs;
            },
            ct
        );

    private static async ValueTask<IReadOnlyList<string>> FindAsync(SqlSession session)
    {
        var tables = await session.ListAsync(session.Dialect.TableNames, row => row.GetString(0));
        var revision = tables.Contains("alembic_version")
            ? await session.FirstAsync(SchemaGate.Revision, row => row.GetString(0))
            : null;
        if (revision != Revisions.Head)
        {
            throw new SchemaException(
                $"Only a database at revision {Revisions.Head} can be repaired; this one is at {revision ?? "none"}. Run 'cairn db upgrade' first."
            );
        }

        var indexes = await session.ListAsync(session.Dialect.IndexNames, row => row.GetString(0));
        List<string> found =
        [
            .. SchemaScript.TableNames(session.Dialect.Name).Except(tables).Select(name => $"create table {name}"),
            .. SchemaScript.IndexNames(session.Dialect.Name).Except(indexes).Select(name => $"create index {name}"),
        ];
        if (await session.FirstAsync(session.Dialect.IdsLag, _ => true))
        {
            found.Add(Advance);
        }

        return found;
    }
}
