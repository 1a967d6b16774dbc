using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Core;
using Cairn.Artifacts.Azure.Accounts;
using Cairn.Artifacts.Azure.Failures;
using Cairn.Artifacts.Azure.Transfers;
using Cairn.Artifacts.Shared;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.Artifacts.Azure.Dfs;

/// <summary>
/// A file system of ADLS Gen2 where only its <c>dfs</c> endpoint can be reached. Elsewhere the Blob endpoint serves
/// such accounts too, and better.
/// </summary>
internal sealed class DfsArtifactStore(
    DfsClient client,
    AzureOptions options,
    BlockBuffers buffers,
    AzureFailures failures,
    TimeProvider time
) : IArtifactStore, IStorePreparation
{
    private readonly DfsUploads _uploads = new(client, options, buffers, time);
    private static readonly (string, string)[] _none = [];
    private volatile bool _made = !options.CreateContainer;

    public async IAsyncEnumerable<ArtifactEntry> ListAsync(
        ArtifactPath path,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        foreach (var entry in await GuardAsync(() => ReadFolderAsync(NameOf(path), ct), ct))
        {
            yield return entry;
        }
    }

    public Task<ArtifactFile?> FindAsync(ArtifactPath path, CancellationToken ct) =>
        GuardAsync(
            async () =>
            {
                try
                {
                    return path.IsRoot
                        ? null
                        : Describe(
                            await client.SendAsync(RequestMethod.Head, NameOf(path), _none, _none, null, false, ct)
                        );
                }
                catch (RequestFailedException e) when (e.Status == 404)
                {
                    return null;
                }
            },
            ct
        );

    public Task<ArtifactContent> OpenReadAsync(ArtifactPath path, ByteRange? range, CancellationToken ct) =>
        GuardAsync(
            async () =>
            {
                var file = await FindAsync(path, ct) ?? throw new NoSuchArtifactException(path);
                var part = range?.Within(file.Length);
                if ((range is not null && part is null) || file.Length == 0)
                {
                    return new ArtifactContent
                    {
                        Stream = Stream.Null,
                        File = file,
                        RangeNotSatisfiable = range is not null,
                    };
                }

                (string, string)[] headers = part is { } p
                    ? [("If-Match", file.ETag), ("Range", $"bytes={p.From}-{p.To}")]
                    : [("If-Match", file.ETag)];
                var response = await client.SendAsync(RequestMethod.Get, NameOf(path), _none, headers, null, true, ct);
                return new ArtifactContent
                {
                    Stream = response.ContentStream!,
                    File = file,
                    Range = part,
                };
            },
            ct
        );

    public Task WriteAsync(ArtifactPath path, Stream content, ArtifactMetadata metadata, CancellationToken ct) =>
        GuardAsync(
            async () =>
            {
                var target = NameOf(path);
                await MakeFileSystemAsync(ct);
                await _uploads.SweepAsync(ct);
                var upload = DfsUploads.NewName();
                try
                {
                    await _uploads.SendAsync(
                        upload,
                        content,
                        metadata with
                        {
                            ContentType = metadata.ContentType ?? MediaTypes.Of(path.Name),
                        },
                        ct
                    );
                    await MakeFolderAsync(path.Folder, ct);
                    _ = await client.SendAsync(
                        RequestMethod.Put,
                        target,
                        _none,
                        [("x-ms-rename-source", client.SourceOf(upload))],
                        null,
                        false,
                        ct
                    );
                }
                catch
                {
                    await _uploads.DropAsync(upload);
                    throw;
                }

                return true;
            },
            ct
        );

    public Task DeleteAsync(ArtifactPath path, CancellationToken ct) =>
        GuardAsync(
            async () =>
            {
                if (path.IsRoot)
                {
                    throw CairnException.Invalid("The root of an artifact store cannot be deleted.");
                }

                await client.DeleteAsync(NameOf(path), ct);
                return true;
            },
            ct
        );

    public Task PrepareAsync(CancellationToken ct) =>
        GuardAsync(
            async () =>
            {
                await MakeFileSystemAsync(ct);
                return true;
            },
            ct
        );

    private async Task<List<ArtifactEntry>> ReadFolderAsync(string folder, CancellationToken ct)
    {
        var prefix = folder.Length == 0 ? "" : folder + "/";
        var entries = new List<ArtifactEntry>();
        await foreach (var path in client.ListAsync(folder, ct))
        {
            if (
                path.Name.StartsWith(prefix, StringComparison.Ordinal)
                && path.Name.Length > prefix.Length
                && path.Name != UploadsFolder.Name
            )
            {
                var name = BlobName.ToPath(path.Name[prefix.Length..]);
                entries.Add(
                    path.IsDirectory is true ? new(name, true, null) : new(name, false, path.ContentLength ?? 0)
                );
            }
        }

        entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return entries;
    }

    private async Task MakeFolderAsync(ArtifactPath folder, CancellationToken ct)
    {
        if (folder.IsRoot)
        {
            return;
        }

        try
        {
            _ = await client.SendAsync(
                RequestMethod.Put,
                NameOf(folder),
                [("resource", "directory")],
                [("If-None-Match", "*")],
                null,
                false,
                ct
            );
        }
        catch (RequestFailedException e) when (e.ErrorCode is "PathAlreadyExists")
        {
            // Most often it does.
        }
    }

    private async Task MakeFileSystemAsync(CancellationToken ct)
    {
        if (_made)
        {
            return;
        }

        try
        {
            _ = await client.SendAsync(RequestMethod.Put, "", [("resource", "filesystem")], _none, null, false, ct);
        }
        catch (RequestFailedException e) when (e.ErrorCode is "FilesystemAlreadyExists")
        {
            // So much the better.
        }

        _made = true;
    }

    private static ArtifactFile? Describe(Response response)
    {
        if (response.Headers.TryGetValue("x-ms-resource-type", out var kind) && kind == "directory")
        {
            return null;
        }

        var modified =
            response.Headers.TryGetValue("Last-Modified", out var text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time)
                ? time
                : (DateTimeOffset?)null;
        return new(response.Headers.ContentLengthLong ?? 0, response.Headers.ETag?.ToString("H") ?? "\"\"", modified);
    }

    private static string NameOf(ArtifactPath path)
    {
        UploadsFolder.DemandOther(path);
        return BlobName.Of(path);
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> act, CancellationToken ct)
    {
        try
        {
            return await act();
        }
        catch (Exception e) when (AzureFailures.IsAzure(e, ct))
        {
            throw failures.Translate(e);
        }
    }
}
