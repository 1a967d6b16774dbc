using Cairn.Sql.Dialects;

namespace Cairn.Sql.Engine;

/// <summary>A database: where sessions come from.</summary>
public abstract class Database : IAsyncDisposable
{
    /// <summary>Its URI, without the password.</summary>
    public abstract string Name { get; }

    /// <summary>How a command names it: its URI with all but the password.</summary>
    public virtual string Argument => Name;

    /// <summary>Its dialect.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>
    /// Takes the database for one to work on. Until then nothing in it is changed by merely opening it.
    /// </summary>
    public virtual Task AcceptAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>Runs <paramref name="work"/>, which sends one batch, on one consistent snapshot.</summary>
    /// <remarks>
    /// A single batch needs no transaction of its own, so it takes one round trip. The work ends before the task does:
    /// what it returns must not reach back into the session.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The work sends a second batch: use <see cref="ReadSnapshotAsync"/>.
    /// </exception>
    public abstract Task<T> ReadAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct);

    /// <summary>Runs <paramref name="work"/>, which sends several batches, on one consistent snapshot.</summary>
    /// <remarks>The work ends before the task does: what it returns must not reach back into the session.</remarks>
    public abstract Task<T> ReadSnapshotAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct);

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction and returns once it is durable. An exception of the work undoes
    /// all of it.
    /// </summary>
    /// <remarks>
    /// The work may be run again after a failure, so it must do no I/O of its own and change nothing but the database.
    /// </remarks>
    /// <exception cref="Core.Errors.CairnException">
    /// TEMPORARILY_UNAVAILABLE when the database cannot take the write; nothing of it is kept then.
    /// </exception>
    public abstract Task<T> WriteAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct);

    /// <summary>A write without a result.</summary>
    public Task WriteAsync(Func<SqlSession, ValueTask> work, CancellationToken ct) =>
        WriteAsync(
            async session =>
            {
                await work(session);
                return true;
            },
            ct
        );

    /// <summary>Runs a write that may be repeated, in one round trip where the database is across a network.</summary>
    public virtual Task WriteAsync(IRepeatableWrite write, CancellationToken ct) => WriteAsync(write.RunAsync, ct);

    /// <summary>
    /// Runs <paramref name="work"/>, which changes the schema, in a transaction that excludes all others that do.
    /// </summary>
    /// <remarks>Foreign keys need not hold before its end; what it breaks of them undoes it.</remarks>
    public abstract Task<T> ChangeSchemaAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
