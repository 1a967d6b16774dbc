using Cairn.Sql.Engine;

namespace Cairn.Sql.Schema.Upgrade;

/// <summary>
/// The statements that bring an earlier schema to the head. It does not walk from revision to revision: what the
/// database has is
/// compared with what the head has, so that an upgraded schema equals a fresh one by construction.
/// </summary>
internal static class UpgradePlan
{
    // What revisions changed in rows, beside tables: each is due when the database is older than the revision.
    private static readonly (string Revision, string Sql)[] _data =
    [
        // The user of a run became a tag.
        (
            "90e64c465722",
            """
            INSERT INTO tags (key, value, run_uuid)
            SELECT 'mlflow.user', user_id, run_uuid FROM runs WHERE user_id IS NOT NULL AND user_id <> ''
            ON CONFLICT DO NOTHING
            """
        ),
        // The latest point of each metric got a table: the highest step, then time, then value.
        (
            "89d4b8295536",
            """
            INSERT INTO latest_metrics (key, value, timestamp, step, is_nan, run_uuid)
            SELECT key, value, timestamp, step, is_nan, run_uuid FROM (
                SELECT key, value, timestamp, step, is_nan, run_uuid,
                    row_number() OVER (PARTITION BY run_uuid, key ORDER BY step DESC, timestamp DESC, value DESC, is_nan DESC) AS place
                FROM metrics) points
            WHERE place = 1
            ON CONFLICT DO NOTHING
            """
        ),
    ];

    /// <summary>A column that a revision renamed; null for all others.</summary>
    public static string? OldName(string table, string column) =>
        (table, column) is ("jobs", "job_name") ? "function_fullname" : null;

    /// <summary>Plans the upgrade of the session's database.</summary>
    /// <param name="session">A transaction; planning leaves nothing behind in it.</param>
    /// <param name="revision">The revision that the database is at.</param>
    public static async ValueTask<IReadOnlyList<string>> MakeAsync(SqlSession session, string revision) =>
        [
            .. await session.Dialect.PlanTablesAsync(session),
            .. _data.Where(d => Revisions.IsAfter(d.Revision, revision)).Select(d => d.Sql),
            $"UPDATE alembic_version SET version_num = '{Revisions.Head}'",
        ];
}
