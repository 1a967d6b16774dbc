using System.Collections.Concurrent;

namespace Cairn.Artifacts.Local;

/// <summary>
/// A few threads for work that waits for the disk. The pool's threads are few, and one that waits for a sync would keep
/// other
/// requests from being served.
/// </summary>
internal sealed class DiskThreads : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];

    public DiskThreads(int count = 8)
    {
        for (var i = 0; i < count; i++)
        {
            new Thread(Work) { IsBackground = true, Name = "artifacts-disk" }.Start();
        }
    }

    /// <summary>
    /// Runs <paramref name="work"/> on one of the threads. It is not begun once <paramref name="ct"/> is cancelled.
    /// </summary>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken ct)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(
            () =>
            {
                if (ct.IsCancellationRequested)
                {
                    done.SetCanceled(ct);
                    return;
                }

                try
                {
                    done.SetResult(work());
                }
#pragma warning disable CA1031 // Handed on to who awaits it.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    done.SetException(e);
                }
            },
            CancellationToken.None
        );
        return done.Task;
    }

    /// <summary>Runs <paramref name="work"/> on one of the threads.</summary>
    public Task RunAsync(Action work, CancellationToken ct) =>
        RunAsync(
            () =>
            {
                work();
                return true;
            },
            ct
        );

    /// <summary>Ends the threads after the work that waits.</summary>
    public void Dispose() => _work.CompleteAdding();

    private void Work()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}
