using System.Data.Common;
using System.Net.Sockets;
using Cairn.Contracts.Errors;
using Cairn.Core.Errors;
using Cairn.Sql.Dialects;
using Cairn.Sql.Engine.Postgres;
using Cairn.Sql.Engine.Sqlite;
using Npgsql;

namespace Cairn.Sql.Engine;

/// <summary>Opens databases by their URI.</summary>
public static class Databases
{
    /// <summary>
    /// Opens a database. An SQLite file is made when it is not there; a PostgreSQL database must exist.
    /// </summary>
    public static async Task<Database> OpenAsync(DatabaseUri uri, DatabaseSettings settings, CancellationToken ct) =>
        uri.Kind switch
        {
            DatabaseKind.Sqlite => SqliteDatabase.Open(uri.Database, settings.Name),
            DatabaseKind.Postgres => await PostgresDatabase.OpenAsync(uri, settings, ct),
            _ => throw new ArgumentOutOfRangeException(nameof(uri)),
        };

    /// <summary>
    /// Whether a failure says that nobody answers there now, so that waiting may help. A refusal is none: it stays
    /// until somebody mends its cause.
    /// </summary>
    public static bool IsUnreachable(Exception failure) =>
        failure switch
        {
            PostgresException refusal => PostgresDialect.Instance.Classify(refusal) == SqlFailure.Unavailable,
            SocketException or TimeoutException or EndOfStreamException => true,
            AggregateException several => several.InnerExceptions.Any(IsUnreachable), // One per host.
            DbException or IOException or CairnException { Code: ErrorCode.TemporarilyUnavailable } =>
                failure.InnerException is { } cause && IsUnreachable(cause),
            _ => false,
        };
}
