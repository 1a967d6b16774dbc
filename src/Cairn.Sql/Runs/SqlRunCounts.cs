using Cairn.Core.Runs;
using Cairn.Sql.Engine;

namespace Cairn.Sql.Runs;

/// <inheritdoc/>
/// <param name="database">The database.</param>
public sealed class SqlRunCounts(Database database) : IRunCounts
{
    /// <inheritdoc/>
    public Task<long> CountAsync(RunQuery query, CancellationToken ct)
    {
        var sql = RunSearch.Conditions(query, database.Dialect);
        var statement = $"""
            SELECT count(*) FROM runs r {string.Join("\n", sql.Joins)} WHERE {string.Join("\n  AND ", sql.Conditions)}
            """;
        return database.ReadAsync(
            session => session.FirstAsync(statement, row => row.GetInt64(0), [.. sql.Parameters]),
            ct
        );
    }

    private const string Counts = """
        SELECT experiment_id, count(*), sum(CASE WHEN status = 'RUNNING' THEN 1 ELSE 0 END), max(start_time)
        FROM runs WHERE experiment_id = ANY(@experiments) AND lifecycle_stage = 'active' GROUP BY experiment_id
        """;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<long, ExperimentRuns>> OfExperimentsAsync(
        IReadOnlyList<long> experimentIds,
        CancellationToken ct
    )
    {
        var rows = await database.ReadAsync(
            session =>
                session.ListAsync(
                    Counts,
                    row =>
                        (Id: row.GetInt64(0), Runs: new ExperimentRuns(row.GetInt64(1), row.GetInt64(2), row.Int64(3))),
                    ("@experiments", experimentIds.ToArray())
                ),
            ct
        );
        return rows.ToDictionary(row => row.Id, row => row.Runs);
    }
}
