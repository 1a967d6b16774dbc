using Cairn.Artifacts.Shared;
using Cairn.Contracts.Errors;
using Cairn.Core.Errors;
using Microsoft.Win32.SafeHandles;

namespace Cairn.Artifacts.Local;

/// <summary>
/// Files on their way in. They grow in one folder of the root, which no client can see, and are renamed into place when
/// they are
/// whole and synced: an upload that is cut off leaves nothing, not even the folders above it.
/// </summary>
/// <param name="root">The store's root.</param>
/// <param name="time">The clock.</param>
internal sealed class Uploads(string root, TimeProvider time)
{
    private const int MostTries = 3;
    private static readonly TimeSpan _forgotten = TimeSpan.FromDays(1);
    private readonly string _folder = Path.Join(root, UploadsFolder.Name);
    private long _lastWritten;
    private bool _ready;

    /// <summary>Writes a whole file.</summary>
    public void Write(ReadOnlySpan<byte> content, string target)
    {
        using var upload = Begin();
        RandomAccess.Write(upload.File, content, 0);
        Finish(upload, target);
    }

    /// <summary>A new file to write to.</summary>
    public Upload Begin()
    {
        if (!_ready)
        {
            Prepare();
        }

        var path = Path.Join(_folder, Guid.NewGuid().ToString("N"));
        try
        {
            return new(
                path,
                File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)
            );
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody tidied up while the server ran.
            Prepare();
            return new(
                path,
                File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)
            );
        }
    }

    /// <summary>
    /// Syncs the file and puts it in place of whatever is at <paramref name="target"/>. When this returns it is
    /// durable.
    /// </summary>
    public void Finish(Upload upload, string target)
    {
        File.SetLastWriteTimeUtc(upload.File, NextWriteTime());
        RandomAccess.FlushToDisk(upload.File);
        upload.File.Dispose();
        for (var tries = 1; ; tries++)
        {
            var folders = Folders.Create(Path.GetDirectoryName(target)!);
            if (Directory.Exists(target))
            {
                throw new CairnException(ErrorCode.ResourceConflict, "A folder is where this file should be.");
            }

            try
            {
                File.Move(upload.Path, target, true);
            }
            catch (DirectoryNotFoundException) when (tries < MostTries)
            {
                // Somebody deleted the folder between its creation and the move.
                continue;
            }

            upload.Done();
            folders.ForEach(Disk.SyncFolder);
            return;
        }
    }

    /// <summary>The time to give to a file: no two writes get the same, so that it can serve as a version.</summary>
    private DateTime NextWriteTime()
    {
        while (true)
        {
            var last = Volatile.Read(ref _lastWritten);
            var next = Math.Max(time.GetUtcNow().UtcTicks, last + 1);
            if (Interlocked.CompareExchange(ref _lastWritten, next, last) == last)
            {
                return new(next, DateTimeKind.Utc);
            }
        }
    }

    /// <summary>
    /// Makes the folder, and clears what a killed server left in it long ago. Other servers may be using it.
    /// </summary>
    private void Prepare()
    {
        Folders.Create(_folder).ForEach(Disk.SyncFolder);
        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles())
        {
            if (time.GetUtcNow() - file.LastWriteTimeUtc > _forgotten)
            {
                file.Delete();
            }
        }

        _ready = true;
    }
}

/// <summary>A file on its way in. Disposing it deletes it, unless it is done.</summary>
/// <param name="path">Where it grows.</param>
/// <param name="file">To write to.</param>
internal sealed class Upload(string path, SafeFileHandle file) : IDisposable
{
    private bool _done;

    public string Path { get; } = path;

    public SafeFileHandle File { get; } = file;

    /// <summary>The file is in place: there is nothing left to delete.</summary>
    public void Done() => _done = true;

    public void Dispose()
    {
        File.Dispose();
        if (!_done)
        {
            System.IO.File.Delete(Path);
        }
    }
}
