using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.Commands.Artifacts;

/// <summary>Copies files and folders between this machine and a store.</summary>
internal sealed class ArtifactCopy(ProgressLine progress)
{
    /// <summary>Sends a file to the place itself; a folder's content to below it.</summary>
    public async Task UploadAsync(string source, ArtifactPlace target, CancellationToken ct)
    {
        if (!Directory.Exists(source))
        {
            await SendAsync(
                source,
                target.Path.IsRoot ? target with { Path = target.Path.Entry(Path.GetFileName(source)) } : target,
                ct
            );
            return;
        }

        foreach (
            var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        )
        {
            var below = Path.GetRelativePath(source, file).Split(Path.DirectorySeparatorChar);
            await SendAsync(
                file,
                target with
                {
                    Path = below.Aggregate(target.Path, (path, name) => path.Entry(name)),
                },
                ct
            );
        }
    }

    /// <summary>Fetches a file to a file or into a folder; a folder's content into a folder.</summary>
    public async Task DownloadAsync(ArtifactPlace source, string target, CancellationToken ct)
    {
        if (await source.Store.FindAsync(source.Path, ct) is not null)
        {
            await FetchAsync(source, Directory.Exists(target) ? Path.Join(target, FileName(source.Path)) : target, ct);
            return;
        }

        if (await FetchFolderAsync(source, target, ct) == 0)
        {
            throw CairnException.Missing($"There is no file at '{source.Path}' and none below it.");
        }
    }

    /// <summary>Fetches what is in a folder.</summary>
    /// <returns>How many files there were.</returns>
    private async Task<int> FetchFolderAsync(ArtifactPlace source, string target, CancellationToken ct)
    {
        var count = 0;
        await foreach (var entry in source.Store.ListAsync(source.Path, ct))
        {
            var below = source with { Path = source.Path.Entry(entry.Name) };
            var path = Path.Join(target, FileName(below.Path));
            if (entry.IsFolder)
            {
                count += await FetchFolderAsync(below, path, ct);
                continue;
            }

            await FetchAsync(below, path, ct);
            count++;
        }

        return count;
    }

    /// <summary>The name of a downloaded file; it must not lead out of the target folder on any system.</summary>
    private static string FileName(ArtifactPath path) =>
        path.Name.AsSpan().ContainsAny(Path.GetInvalidFileNameChars())
            ? throw CairnException.Invalid($"'{path}' cannot be downloaded: its name is not valid on this system.")
            : path.Name;

    private async Task SendAsync(string file, ArtifactPlace target, CancellationToken ct)
    {
        await using var stream = new FileStream(
            file,
            new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan }
        );
        var sent = 0L;
        await using var counted = new WatchedStream(
            stream,
            read => progress.Show(file, sent += read.Length, stream.Length)
        );
        await target.Store.WriteAsync(target.Path, counted, new(MediaTypes.Of(target.Path.Name), stream.Length), ct);
        progress.Done(file, stream.Length);
    }

    private async Task FetchAsync(ArtifactPlace source, string file, CancellationToken ct)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "";
        Directory.CreateDirectory(folder);
        var part = Path.Join(folder, $".cairn-{Guid.NewGuid():N}.part");
        try
        {
            var length = await FetchPartAsync(source, file, part, ct);
            File.Move(part, file, true);
            progress.Done(file, length);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    private async Task<long> FetchPartAsync(ArtifactPlace source, string file, string part, CancellationToken ct)
    {
        await using var content = await source.Store.OpenReadAsync(source.Path, null, ct);
        var fetched = 0L;
        await using var counted = new WatchedStream(
            content.Stream,
            read => progress.Show(file, fetched += read.Length, content.File.Length)
        );
        await using var stream = new FileStream(
            part,
            new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                Options = FileOptions.Asynchronous,
            }
        );
        await counted.CopyToAsync(stream, 1 << 20, ct);
        return content.File.Length;
    }
}
