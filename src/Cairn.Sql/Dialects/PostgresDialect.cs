using System.Net.Sockets;
using Cairn.Core.Validation;
using Cairn.Sql.Engine;
using Cairn.Sql.Schema.Upgrade;
using Npgsql;

namespace Cairn.Sql.Dialects;

/// <summary>
/// PostgreSQL: statements are written in its SQL, so only its stricter types and its own functions are here.
/// </summary>
public sealed class PostgresDialect : SqlDialect
{
    /// <summary>The one instance.</summary>
    public static PostgresDialect Instance { get; } = new();

    /// <inheritdoc/>
    public override string Translate(string sql) => sql;

    /// <inheritdoc/>
    public override string ByteOrder(string text) => $"""{text} COLLATE "C" """;

    /// <inheritdoc/>
    public override string Apart => " OFFSET 0";

    /// <inheritdoc/>
    public override string Place(string alias) => alias + ".ctid";

    /// <inheritdoc/>
    public override string Unindexed(string column) => column;

    // A query with an OFFSET is not merged into the one around it, so that it can be neither hashed nor read as a
    // whole.
    /// <inheritdoc/>
    public override string LookUp(string table, string alias, string condition) =>
        $"CROSS JOIN LATERAL (SELECT * FROM {table} {alias} WHERE {condition} OFFSET 0) {alias}";

    // A backslash in a pattern is a character like any other, as it is in SQLite.
    /// <inheritdoc/>
    public override string Like(string operand, string pattern) => $"{operand} LIKE {pattern} ESCAPE ''";

    /// <inheritdoc/>
    public override string ILike(string operand, string pattern) => $"{operand} ILIKE {pattern} ESCAPE ''";

    /// <inheritdoc/>
    public override void DemandFits(string field, string? text, int column) => Lengths.Demand(field, text, column);

    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    /// <inheritdoc/>
    public override SqlFailure Classify(Exception exception) =>
        exception switch
        {
            PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } e => IsPrimaryKey(e.ConstraintName)
                ? SqlFailure.DuplicateKey
                : SqlFailure.Duplicate,
            PostgresException e => Classify(e.SqlState),
            NpgsqlException or SocketException or IOException or TimeoutException => SqlFailure.Unavailable,
            _ => SqlFailure.Unknown,
        };

    internal override string Name => "postgres";

    internal override string TableNames => "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()";

    internal override string IndexNames => "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()";

    // The next experiment comes after the last one that was copied, and the planner knows of the rows at once.
    internal override string AfterCopy => "ANALYZE; " + AdvanceIds;

    internal override string IdsLag =>
        """
            SELECT 1 FROM pg_sequences
            WHERE has_sequence_privilege(quote_ident(schemaname) || '.' || quote_ident(sequencename), 'SELECT')
              AND quote_ident(schemaname) || '.' || quote_ident(sequencename) = pg_get_serial_sequence('experiments', 'experiment_id')
              AND coalesce(last_value, 0) < (SELECT max(experiment_id) FROM experiments)
            UNION ALL
            SELECT 1 FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = 'experiments' AND column_name = 'experiment_id'
              AND column_default IS NULL AND is_identity = 'NO'
            """;

    // Creations that have not committed yet are waited for, so that the highest id is known.
    internal override string AdvanceIds =>
        """
            LOCK TABLE experiments IN SHARE ROW EXCLUSIVE MODE;
            SELECT setval(pg_get_serial_sequence('experiments', 'experiment_id'), GREATEST((SELECT max(experiment_id) FROM experiments), 1))
            """;

    internal override ValueTask<IReadOnlyList<string>> PlanTablesAsync(SqlSession session) =>
        PostgresTables.PlanAsync(session);

    internal override string TranslateRows(string sql, IReadOnlyList<SqlColumn> columns) =>
        Translate(sql.Replace("@rows r", RowSource(columns), StringComparison.Ordinal));

    private static string RowSource(IReadOnlyList<SqlColumn> columns) =>
        $"unnest({string.Join(", ", columns.Select(c => $"@r_{c.Name}::{TypeName(c.Type)}[]"))}) AS r({string.Join(", ", columns.Select(c => c.Name))})";

    // MLflow names its primary keys; PostgreSQL gives the others a name of its own.
    private static bool IsPrimaryKey(string? constraint) =>
        constraint is not null
        && (
            constraint.EndsWith("_pk", StringComparison.Ordinal)
            || constraint.EndsWith("_pkey", StringComparison.Ordinal)
        );

    private static SqlFailure Classify(string state) =>
        state switch
        {
            PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.LockNotAvailable => SqlFailure.Conflict,
            // Canceled or ended by an administrator, starting, stopping, or a replica after a failover.
            PostgresErrorCodes.QueryCanceled
            or PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.ReadOnlySqlTransaction
            or PostgresErrorCodes.IdleSessionTimeout
            or IdleInTransactionTimeout
            or TransactionTimeout => SqlFailure.Unavailable,
            _ => state[..2] switch
            {
                "22" => SqlFailure.BadValue,
                "23" => SqlFailure.Constraint,
                "40" => SqlFailure.Conflict,
                // Connection, resources, operating system.
                "08" or "53" or "58" => SqlFailure.Unavailable,
                _ => SqlFailure.Unknown,
            },
        };

    private const string IdleInTransactionTimeout = "25P03",
        TransactionTimeout = "25P04";

    private static string TypeName(SqlColumnType type) =>
        type switch
        {
            SqlColumnType.Text => "text",
            SqlColumnType.BigInt => "bigint",
            SqlColumnType.Double => "double precision",
            SqlColumnType.Boolean => "boolean",
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
}
