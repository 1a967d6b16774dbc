using Cairn.Sql.Engine;

namespace Cairn.Sql.Copy;

/// <summary>How far a copy has come, kept in the target so that it can go on after an interruption.</summary>
internal static class CopyProgress
{
    /// <summary>The table that is there while a copy has begun and not ended.</summary>
    public const string Table = "cairn_copy";

    private const string Create = """
        CREATE TABLE cairn_copy (name TEXT NOT NULL PRIMARY KEY, copied BIGINT NOT NULL, last_key TEXT, done BOOLEAN NOT NULL)
        """;

    private const string AddSource =
        "INSERT INTO cairn_copy (name, copied, last_key, done) VALUES ('', 0, @source, FALSE)";
    private const string Source = "SELECT last_key FROM cairn_copy WHERE name = ''";
    private const string Of = "SELECT copied, last_key, done FROM cairn_copy WHERE name = @name";

    private const string Set = """
        INSERT INTO cairn_copy (name, copied, last_key, done) VALUES (@name, @copied, @last, @done)
        ON CONFLICT (name) DO UPDATE SET copied = excluded.copied, last_key = excluded.last_key, done = excluded.done
        """;

    private const string Drop = "DROP TABLE cairn_copy";

    /// <summary>The source of a copy that has begun; null when none has.</summary>
    public static async ValueTask<string?> SourceAsync(SqlSession session) =>
        (await session.ListAsync(session.Dialect.TableNames, r => r.GetString(0))).Contains(Table)
            ? await session.FirstAsync(Source, r => r.GetString(0))
            : null;

    public static async ValueTask BeginAsync(SqlSession session, string source)
    {
        await session.ExecuteAsync(Create);
        await session.ExecuteAsync(AddSource, ("@source", source));
    }

    public static async ValueTask<TableProgress> OfAsync(SqlSession session, string table) =>
        await session.FirstAsync(
            Of,
            r => new TableProgress(r.GetInt64(0), r.Text(1), r.GetBoolean(2)),
            ("@name", table)
        ) ?? new(0, null, false);

    public static async ValueTask SetAsync(SqlSession session, string table, TableProgress progress) =>
        await session.ExecuteAsync(
            Set,
            ("@name", table),
            ("@copied", progress.Copied),
            ("@last", progress.LastKey),
            ("@done", progress.Done)
        );

    public static async ValueTask EndAsync(SqlSession session) => await session.ExecuteAsync(Drop);
}

/// <summary>How far a table has come.</summary>
/// <param name="Copied">Rows copied.</param>
/// <param name="LastKey">The key of the last of them, as <see cref="RowKey"/> writes it; null before the first.</param>
/// <param name="Done">Whether all are.</param>
internal sealed record TableProgress(long Copied, string? LastKey, bool Done);
