using Cairn.Sql.Schema;

namespace Cairn.Sql.Engine.Sqlite;

/// <summary>A change of the schema, on a connection and a thread of its own.</summary>
internal static class SqliteSchemaChange
{
    private const string CountViolations = "SELECT COUNT(*) FROM pragma_foreign_key_check";

    public static Task<T> RunAsync<T>(string path, Func<SqlSession, ValueTask<T>> work, CancellationToken ct) =>
        Task
            .Factory.StartNew(
                () =>
                {
                    using var session = new SqliteSession(SqliteConnections.OpenForSchema(path));
                    session.Execute("BEGIN EXCLUSIVE");
                    try
                    {
                        var before = Violations(session);
                        var item = new SqliteWork<T>(work, ct);
                        item.Run(session);
                        if (item.Failure is null && Violations(session) > before)
                        {
                            item.Fail(
                                new SchemaException(
                                    "The change would leave rows that refer to nothing, so it was undone."
                                )
                            );
                        }

                        session.Execute(item.Failure is null && !item.Task.IsFaulted ? "COMMIT" : "ROLLBACK");
                        item.Complete();
                        return item.Task;
                    }
                    catch
                    {
                        session.Execute("ROLLBACK");
                        throw;
                    }
                },
                ct,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            )
            .Unwrap();

    private static long Violations(SqliteSession session)
    {
        using var rows = session.Query(new SqlBatch.Single(CountViolations, [], IsQuery: true));
        rows.Read();
        return rows.GetInt64(0);
    }
}
