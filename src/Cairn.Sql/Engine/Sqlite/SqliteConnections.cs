using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cairn.Sql.Engine.Sqlite;

/// <summary>Opens connections with the settings that durability and speed rest on.</summary>
internal static class SqliteConnections
{
    /// <summary>How long a statement waits for another process that has the file locked.</summary>
    public const string BusyTimeout = "PRAGMA busy_timeout = 30000";

    // Each connection belongs to one thread, so SQLite need not lock it on every call. Interrupting from another thread
    // is safe all the same.
    static SqliteConnections()
    {
        Batteries_V2.Init();
        raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
    }

    private const string Pragmas = $"""
        {BusyTimeout};
        PRAGMA foreign_keys = ON;
        PRAGMA case_sensitive_like = ON;
        PRAGMA temp_store = MEMORY;
        PRAGMA mmap_size = 0;
        """;

    /// <summary>A connection that may write. It alone checkpoints, after 40 MB of log.</summary>
    public static SqliteConnection OpenWriter(string path) =>
        Open(
            path,
            SqliteOpenMode.ReadWriteCreate,
            """
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 10000;
            PRAGMA cache_size = -6144;
            """
        );

    /// <summary>
    /// Has the file keep a write-ahead log, now and for all who open it later, so that readers and the writer need not
    /// wait for each other.
    /// </summary>
    public static void UseWriteAheadLog(string path) =>
        Open(path, SqliteOpenMode.ReadWrite, "PRAGMA journal_mode = WAL;").Dispose();

    /// <summary>
    /// A connection for changes of the schema: foreign keys are off, and must be, since dropping a table would delete
    /// what refers to it.
    /// </summary>
    public static SqliteConnection OpenForSchema(string path) =>
        Open(path, SqliteOpenMode.ReadWriteCreate, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;");

    /// <summary>
    /// A connection that cannot write. Its cache is small: the operating system caches the file for all of them.
    /// </summary>
    public static SqliteConnection OpenReader(string path) =>
        Open(
            path,
            SqliteOpenMode.ReadWrite,
            """
            PRAGMA query_only = ON;
            PRAGMA cache_size = -2048;
            """
        );

    private static SqliteConnection Open(string path, SqliteOpenMode mode, string more)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = mode,
                Pooling = false,
            }.ToString()
        );
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas + more;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
