using Cairn.Core.Errors;
using Cairn.Sql.Dialects;

namespace Cairn.Sql.Engine.Sqlite;

/// <summary>A delegate on its way through a database thread, and the task that waits for it.</summary>
internal abstract class SqliteWork(CancellationToken ct)
{
    /// <summary>How many batches the work may send.</summary>
    public int MaxBatches { get; init; } = int.MaxValue;

    /// <summary>Whether the caller went away while the work was waiting.</summary>
    public bool IsAbandoned => ct.IsCancellationRequested;

    /// <summary>The exception of the last run; null when it succeeded.</summary>
    public Exception? Failure { get; protected set; }

    /// <summary>Runs the delegate and keeps its result or exception.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>Hands the kept result or exception to the waiting task.</summary>
    public abstract void Complete();

    /// <summary>Ends the waiting task with an exception.</summary>
    public abstract void Fail(Exception exception);

    /// <summary>Ends the waiting task of an abandoned request.</summary>
    public abstract void Cancel();
}

/// <inheritdoc/>
internal sealed class SqliteWork<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct) : SqliteWork(ct)
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken _ct = ct;
    private T? _result;

    public Task<T> Task => _done.Task;

    public override void Run(SqliteSession session)
    {
        Failure = null;
        try
        {
            var running = work(session);
            _result = running.IsCompleted
                ? running.GetAwaiter().GetResult()
                : throw new InvalidOperationException("Database work must not wait for anything but the database.");
        }
#pragma warning disable CA1031 // The waiting task gets it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure = e;
        }
    }

    public override void Complete()
    {
        if (Failure is null)
        {
            _done.TrySetResult(_result!);
        }
        else
        {
            Fail(Failure);
        }
    }

    public override void Fail(Exception exception) =>
        _done.TrySetException(
            SqliteDialect.Instance.Classify(exception) == SqlFailure.Unavailable
                ? CairnException.Unavailable(
                    "The database cannot serve this request now. Nothing of it was kept; try again.",
                    exception
                )
                : exception
        );

    public override void Cancel() => _done.TrySetCanceled(_ct);
}
