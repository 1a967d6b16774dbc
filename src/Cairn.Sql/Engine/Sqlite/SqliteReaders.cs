using System.Collections.Concurrent;
using System.Diagnostics;
using Cairn.Core.Errors;
using SQLitePCL;

namespace Cairn.Sql.Engine.Sqlite;

/// <summary>A few threads that read, each on a connection of its own. They never wait for the writer.</summary>
internal sealed class SqliteReaders : IDisposable
{
    private static readonly TimeSpan _longestRead = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _watchInterval = TimeSpan.FromSeconds(1);
    private readonly BlockingCollection<SqliteWork> _queue = [];
    private readonly Reader[] _readers;
    private readonly TimeSpan _mayBeInterruptedAfter;
    private readonly Timer _watch;

    public SqliteReaders(IEnumerable<SqliteSession> sessions, TimeSpan mayBeInterruptedAfter)
    {
        _mayBeInterruptedAfter = mayBeInterruptedAfter;
        _readers = [.. sessions.Select((session, i) => new Reader(session, _queue, i))];

        // A read that nobody waits for, or that takes for ever, must not keep a thread from the others.
        _watch = new Timer(
            _ => InterruptWhen((running, work) => running > _longestRead || work.IsAbandoned),
            null,
            _watchInterval,
            _watchInterval
        );
    }

    public Task<T> ReadAsync<T>(Func<SqlSession, ValueTask<T>> work, int maxBatches, CancellationToken ct)
    {
        var item = new SqliteWork<T>(work, ct) { MaxBatches = maxBatches };
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

    /// <summary>Ends reads that have run for so long that the log could not be reused.</summary>
    public void InterruptLongest() => InterruptWhen((running, _) => running > _mayBeInterruptedAfter);

    public void Dispose()
    {
        _watch.Dispose();
        _queue.CompleteAdding();
        foreach (var reader in _readers)
        {
            reader.Dispose();
        }

        _queue.Dispose();
    }

    private void InterruptWhen(Func<TimeSpan, SqliteWork, bool> condition)
    {
        foreach (var reader in _readers)
        {
            reader.InterruptWhen(condition);
        }
    }

    private sealed class Reader : IDisposable
    {
        private readonly SqliteSession _session;
        private readonly BlockingCollection<SqliteWork> _queue;
        private readonly Thread _thread;
        private readonly Lock _gate = new();
        private SqliteWork? _running;
        private long _started;

        public Reader(SqliteSession session, BlockingCollection<SqliteWork> queue, int number)
        {
            _session = session;
            _queue = queue;
            _thread = new Thread(Loop) { Name = $"sqlite-reader-{number}", IsBackground = true };
            _thread.Start();
        }

        /// <summary>Ends the running read, if the condition on its time and itself holds.</summary>
        public void InterruptWhen(Func<TimeSpan, SqliteWork, bool> condition)
        {
            lock (_gate)
            {
                if (_running is { } work && condition(Stopwatch.GetElapsedTime(_started), work))
                {
                    raw.sqlite3_interrupt(_session.Connection.Handle);
                }
            }
        }

        public void Dispose()
        {
            // The server has answered its last request: what still runs, runs for nobody.
            while (!_thread.Join(TimeSpan.FromMilliseconds(100)))
            {
                InterruptWhen((_, _) => true);
            }

            _session.Dispose();
        }

        private void Loop()
        {
            foreach (var work in _queue.GetConsumingEnumerable())
            {
                if (work.IsAbandoned)
                {
                    work.Cancel();
                    continue;
                }

                try
                {
                    Read(work);
                }
#pragma warning disable CA1031 // The waiting task gets it; the thread must live on.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    work.Fail(e);
                }
            }
        }

        private void Read(SqliteWork work)
        {
            EndTransaction();
            _session.Execute("BEGIN");
            _session.BatchesLeft = work.MaxBatches;
            Run(work);
            EndTransaction();
            work.Complete();
        }

        /// <summary>The work may be interrupted; what ends its transaction may not.</summary>
        private void Run(SqliteWork work)
        {
            lock (_gate)
            {
                (_running, _started) = (work, Stopwatch.GetTimestamp());
            }

            work.Run(_session);
            lock (_gate)
            {
                _running = null;
            }
        }

        private void EndTransaction()
        {
            // An I/O error or an interrupt may have ended it already.
            if (raw.sqlite3_get_autocommit(_session.Connection.Handle) == 0)
            {
                _session.Execute("ROLLBACK");
            }
        }
    }
}
