using System.Collections.Concurrent;
using System.Diagnostics;
using Cairn.Core.Errors;
using Cairn.Sql.Dialects;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cairn.Sql.Engine.Sqlite;

/// <summary>
/// The one thread that writes. Waiting writes share a transaction, each in a savepoint of its own, so that durability
/// costs one
/// sync per group. No answer, good or bad, leaves before its group is committed.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MostWritesInGroup = 64;
    private static readonly TimeSpan _longestGroup = TimeSpan.FromMilliseconds(5);
    private readonly BlockingCollection<SqliteWork> _queue = [];
    private readonly SqliteSession _session;
    private readonly SqliteReaders _readers;
    private readonly FileInfo _log;
    private readonly long _mostLogBytes;
    private readonly Thread _thread;
    private readonly List<SqliteWork> _group = new(MostWritesInGroup);
    private readonly WriterMetrics _metrics;

    public SqliteWriter(string name, SqliteSession session, SqliteReaders readers, long mostLogBytes)
    {
        _metrics = new(name, () => _queue.Count);
        _session = session;
        _log = new FileInfo(session.Connection.DataSource + "-wal");
        _readers = readers;
        _mostLogBytes = mostLogBytes;
        _thread = new Thread(Loop) { Name = "sqlite-writer", IsBackground = true };
        _thread.Start();
    }

    public Task<T> WriteAsync<T>(Func<SqlSession, ValueTask<T>> work, CancellationToken ct)
    {
        var item = new SqliteWork<T>(work, ct);
        try
        {
            _queue.Add(item, CancellationToken.None);
        }
        catch (InvalidOperationException e)
        {
            item.Fail(CairnException.Unavailable("The server is shutting down.", e));
        }

        return item.Task;
    }

    /// <summary>Finishes what is queued, then stops.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _metrics.Dispose();
        _session.Dispose();
        _queue.Dispose();
    }

    private void Loop()
    {
        var groups = 0L;
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            try
            {
                RunGroup(first);
                if (++groups % 64 == 0)
                {
                    BoundTheLog();
                }
            }
#pragma warning disable CA1031 // Whoever still waits gets it; the thread must live on.
            catch (Exception e)
#pragma warning restore CA1031
            {
                first.Fail(e);
                _group.ForEach(member => member.Fail(e));
            }
        }
    }

    private void RunGroup(SqliteWork first)
    {
        _group.Clear();
        try
        {
            RollBack(); // Nothing is open here, unless the group before met a broken database.
            _session.Execute("BEGIN IMMEDIATE");
            var started = Stopwatch.GetTimestamp();
            var next = first;
            do
            {
                if (next.IsAbandoned)
                {
                    next.Cancel();
                    continue;
                }

                _group.Add(next);
                if (!RunInSavepoint(next))
                {
                    RetryAlone();
                    return;
                }
            } while (
                _group.Count < MostWritesInGroup
                && Stopwatch.GetElapsedTime(started) < _longestGroup
                && _queue.TryTake(out next)
            );

            Commit(_group.Count);
        }
        catch (SqliteException e)
        {
            Abort(e, first);
            return;
        }

        foreach (var member in _group)
        {
            member.Complete();
        }
    }

    /// <summary>False when the failure took the whole transaction with it, as a full disk does.</summary>
    private bool RunInSavepoint(SqliteWork work)
    {
        _session.Execute("SAVEPOINT one");
        work.Run(_session);
        if (work.Failure is not null)
        {
            if (!InTransaction)
            {
                return false;
            }

            _session.Execute("ROLLBACK TO one");
        }

        _session.Execute("RELEASE one");
        return true;
    }

    private void Abort(SqliteException cause, SqliteWork first)
    {
        if (_group.Count > 0)
        {
            RetryAlone();
            return;
        }

        // The file is locked by another process. Those that wait have waited as long: they would only wait again, one
        // after the other.
        RollBack();
        first.Fail(cause);
        for (var waiting = _queue.Count; waiting > 0 && _queue.TryTake(out var next); waiting--)
        {
            next.Fail(cause);
        }
    }

    /// <summary>
    /// After a failed commit each member of the group gets a transaction of its own: only those fail that must.
    /// </summary>
    private void RetryAlone()
    {
        RollBack();
        foreach (var member in _group)
        {
            try
            {
                _session.Execute("BEGIN IMMEDIATE");
                member.Run(_session);
                if (member.Failure is null)
                {
                    Commit(1);
                }
                else
                {
                    RollBack();
                }

                member.Complete();
            }
            catch (SqliteException e)
            {
                RollBack();
                member.Fail(
                    CairnException.Unavailable(
                        "The database could not commit this write. Nothing of it was kept; try again.",
                        e
                    )
                );
            }
        }
    }

    private void Commit(int writes)
    {
        var started = Stopwatch.GetTimestamp();
        _session.Execute("COMMIT");
        _metrics.Committed(writes, Stopwatch.GetElapsedTime(started));
    }

    private bool InTransaction => raw.sqlite3_get_autocommit(_session.Connection.Handle) == 0;

    private void RollBack()
    {
        if (InTransaction)
        {
            _session.Execute("ROLLBACK");
        }
    }

    /// <summary>
    /// The driver copies the log back into the database as it grows, as far as readers let it. When one of them has
    /// held it for so
    /// long that the log is past its bound, that reader is ended.
    /// </summary>
    private void BoundTheLog()
    {
        _log.Refresh();
        if (!_log.Exists || _log.Length <= _mostLogBytes)
        {
            return;
        }

        _readers.InterruptLongest();
        try
        {
            // Waiting long for the readers would stall all writes; the next groups try again.
            _session.Execute("PRAGMA busy_timeout = 50");
            _session.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException e) when (_session.Dialect.Classify(e) == SqlFailure.Unavailable)
        {
            // A full disk refuses the copy now; the writes are safe in the log.
        }
        finally
        {
            _session.Execute(SqliteConnections.BusyTimeout);
        }
    }
}
