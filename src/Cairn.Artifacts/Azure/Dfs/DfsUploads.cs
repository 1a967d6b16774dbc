using System.Globalization;
using Azure.Core;
using Cairn.Artifacts.Azure.Accounts;
using Cairn.Artifacts.Azure.Failures;
using Cairn.Artifacts.Shared;
using Cairn.Core.Artifacts;

namespace Cairn.Artifacts.Azure.Dfs;

/// <summary>
/// Files on their way into a file system: they grow in one folder of its root, and are renamed when they are whole.
/// </summary>
internal sealed class DfsUploads(DfsClient client, AzureOptions options, BlockBuffers buffers, TimeProvider time)
{
    /// <summary>Longer than any upload takes: a file's time does not change while data is appended.</summary>
    private static readonly TimeSpan _forgotten = TimeSpan.FromDays(7);

    private int _swept;

    /// <summary>A name that no other upload has.</summary>
    public static string NewName() => $"{UploadsFolder.Name}/{Guid.NewGuid():N}";

    /// <summary>Writes a content to a file, whose type is known.</summary>
    public async Task SendAsync(string path, Stream content, ArtifactMetadata metadata, CancellationToken ct)
    {
        (string, string)[] type = [("x-ms-content-type", metadata.ContentType!)];
        _ = await client.SendAsync(RequestMethod.Put, path, [("resource", "file")], type, null, false, ct);
        var block = options.BlockSize;
        var (buffer, filled, ended) = await buffers.FirstAsync(content, metadata.Length, block, ct);
        try
        {
            long position = 0;
            while (filled > 0)
            {
                _ = await client.SendAsync(
                    RequestMethod.Patch,
                    path,
                    [("action", "append"), ("position", Text(position))],
                    [],
                    buffer.AsMemory(0, filled),
                    false,
                    ct
                );
                position += filled;
                filled = ended ? 0 : await content.ReadAtLeastAsync(buffer.AsMemory(0, block), block, false, ct);
                ended = filled < block;
            }

            _ = await client.SendAsync(
                RequestMethod.Patch,
                path,
                [("action", "flush"), ("position", Text(position)), ("close", "true")],
                [.. type, .. Md5(metadata)],
                null,
                false,
                ct
            );
        }
        finally
        {
            buffers.Return(buffer);
        }
    }

    /// <summary>Gives an upload up.</summary>
    public async Task DropAsync(string upload)
    {
        try
        {
            await client.DeleteAsync(upload, CancellationToken.None);
        }
        catch (Exception e) when (AzureFailures.IsAzure(e, CancellationToken.None))
        {
            // What failed first is what is reported.
        }
    }

    /// <summary>Once, clears what killed servers left long ago. Other servers may be using the folder.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _swept, 1) == 1)
        {
            return;
        }

        try
        {
            await foreach (var path in client.ListAsync(UploadsFolder.Name, ct))
            {
                if (
                    DateTimeOffset.TryParse(path.LastModified, CultureInfo.InvariantCulture, out var written)
                    && time.GetUtcNow() - written > _forgotten
                )
                {
                    await client.DeleteAsync(path.Name, ct);
                }
            }
        }
        catch (Exception e) when (AzureFailures.IsAzure(e, ct))
        {
            // A credential that may not list can still write.
        }
    }

    private static (string, string)[] Md5(ArtifactMetadata metadata) =>
        metadata.ContentMd5 is { } md5 ? [("x-ms-content-md5", Convert.ToBase64String(md5))] : [];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
