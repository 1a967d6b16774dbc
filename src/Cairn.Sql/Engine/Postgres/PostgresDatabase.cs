using Cairn.Contracts.Errors;
using Cairn.Core.Errors;
using Cairn.Sql.Dialects;
using Npgsql;

namespace Cairn.Sql.Engine.Postgres;

/// <summary>
/// A PostgreSQL database behind two pools: connections of the one read on snapshots, those of the other write.
/// </summary>
public sealed class PostgresDatabase : Database
{
    // The number is Cairn's own; the lock ends with the transaction, so a pooler between does no harm.
    private const string SchemaLock = "SELECT pg_advisory_xact_lock(7161293864530281)";

    private readonly PostgresPools _pools;

    private PostgresDatabase(DatabaseUri uri, PostgresPools pools)
    {
        Name = uri.ToString();
        Argument = uri.Argument;
        _pools = pools;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Argument { get; }

    /// <inheritdoc/>
    public override SqlDialect Dialect => PostgresDialect.Instance;

    /// <summary>Opens a database; it must exist.</summary>
    public static async Task<PostgresDatabase> OpenAsync(
        DatabaseUri uri,
        DatabaseSettings settings,
        CancellationToken ct
    ) => new(uri, await PostgresPools.OpenAsync(uri, settings, ct));

    /// <inheritdoc/>
    public override Task<T> ReadAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct) =>
        PersistAsync(() => ReadOnceAsync(work, PostgresMode.Alone, ct), ct);

    /// <inheritdoc/>
    public override Task<T> ReadSnapshotAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct) =>
        PersistAsync(() => ReadOnceAsync(work, PostgresMode.Snapshot, ct), ct);

    /// <inheritdoc/>
    public override Task<T> WriteAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct) =>
        PersistAsync(
            async () =>
            {
                await using var session = new PostgresSession(
                    await _pools.Writers.OpenConnectionAsync(ct),
                    PostgresMode.Write,
                    false,
                    CancellationToken.None
                );
                var result = await work(session);
                if (session.Failure is not null)
                {
                    throw session.Failure;
                }

                return await CommitAsync(session) ? result : throw new LostWriteException();
            },
            ct
        );

    /// <inheritdoc/>
    public override async Task WriteAsync(IRepeatableWrite write, CancellationToken ct)
    {
        if (!await PersistAsync(() => TryAloneAsync(write, ct), ct, commitsUnasked: true))
        {
            await WriteAsync(write.RunAsync, ct);
        }
    }

    /// <inheritdoc/>
    public override Task<T> ChangeSchemaAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct) =>
        WriteAsync(
            async session =>
            {
                session.MayTakeLong();
                await session.ExecuteAsync(SchemaLock);
                return await work(session);
            },
            ct
        );

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _pools.DisposeAsync();

    /// <summary>Sends a write as one batch; false when it refuses.</summary>
    private async Task<bool> TryAloneAsync(IRepeatableWrite write, CancellationToken ct)
    {
        try
        {
            await using var session = new PostgresSession(
                await _pools.Writers.OpenConnectionAsync(ct),
                PostgresMode.Alone,
                batchIsSnapshot: true,
                CancellationToken.None
            );
            await session.ExecuteAsync(write.Batch());
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            return false;
        }
    }

    private async Task<T> ReadOnceAsync<T>(Func<SqlSession, ValueTask<T>> work, PostgresMode mode, CancellationToken ct)
    {
        await using var session = new PostgresSession(
            await _pools.Readers.OpenConnectionAsync(ct),
            mode,
            _pools.BatchIsSnapshot,
            ct
        );
        var result = await work(session);
        return session.Failure is null ? result : throw session.Failure;
    }

    /// <summary>Tries until it works, or until trying again is of no use.</summary>
    /// <param name="attempt">What to try.</param>
    /// <param name="ct">Gives up waiting.</param>
    /// <param name="commitsUnasked">Whether a try whose connection was lost may have been kept.</param>
    private async Task<T> PersistAsync<T>(Func<Task<T>> attempt, CancellationToken ct, bool commitsUnasked = false)
    {
        var patience = new Patience();
        var mayBeKept = false;
        while (true)
        {
            try
            {
                return await attempt();
            }
            catch (Exception e) when (FailureOf(e) is SqlFailure.Conflict or SqlFailure.Unavailable)
            {
                mayBeKept |= commitsUnasked && FailureOf(e) == SqlFailure.Unavailable;
                if (!await patience.AwaitNextAsync(FailureOf(e), ct))
                {
                    throw CairnException.Unavailable(
                        "The database cannot serve this request now. "
                            + (
                                mayBeKept
                                    ? "It may have been kept all the same; sending it again does no harm."
                                    : "Nothing of it was kept; try again."
                            ),
                        e
                    );
                }
            }
            catch (Exception e) when (FailureOf(e) == SqlFailure.BadValue)
            {
                throw new CairnException(
                    ErrorCode.InvalidParameterValue,
                    "The database cannot hold a value of this request: " + ((PostgresException)e).MessageText,
                    e
                );
            }
        }
    }

    /// <summary>False when the writes are known to be undone, so that they may be tried again.</summary>
    private async Task<bool> CommitAsync(PostgresSession session)
    {
        try
        {
            await session.CommitAsync();
            return true;
        }
        catch (Exception e) when (FailureOf(e) == SqlFailure.Unavailable)
        {
            return session.WriteId is { } id ? await DemandUndoneAsync(id, e) : throw InDoubt(e);
        }
    }

    /// <summary>
    /// Asks the server what became of a transaction whose COMMIT was not answered; false when it was certainly undone.
    /// </summary>
    private async Task<bool> DemandUndoneAsync(long writeId, Exception cause)
    {
        var patience = new Patience();
        while (true)
        {
            string? status;
            try
            {
                await using var command = _pools.Writers.CreateCommand("SELECT txid_status($1)");
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = writeId });
                status = await command.ExecuteScalarAsync(CancellationToken.None) as string;
            }
            catch (Exception e) when (FailureOf(e) == SqlFailure.Unavailable)
            {
                status = "in progress";
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidParameterValue)
            {
                status = "aborted"; // A number that the server has not given out: a crash took the transaction with it.
            }

            if (
                status != "in progress"
                || !await patience.AwaitNextAsync(SqlFailure.Unavailable, CancellationToken.None)
            )
            {
                // "Committed" proves nothing: after a crash the number may have been given to another transaction.
                return status == "aborted" ? false : throw InDoubt(cause);
            }
        }
    }

    private SqlFailure FailureOf(Exception e) => e is LostWriteException ? SqlFailure.Conflict : Dialect.Classify(e);

    private static CairnException InDoubt(Exception e) =>
        CairnException.Unavailable(
            "The connection to the database was lost while this request was committed, so it is not known whether it was kept. Look before you try again.",
            e
        );

#pragma warning disable CA1064 // Never leaves the engine.
    private sealed class LostWriteException() : Exception("The transaction was undone when the connection was lost.");
#pragma warning restore CA1064
}
