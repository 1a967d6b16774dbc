using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Cairn.Core.Artifacts;

namespace Cairn.Artifacts.Azure.Transfers;

/// <summary>Lists a folder by the delimiter, so that what is deeper is never read.</summary>
internal static class BlobListing
{
    /// <summary>
    /// The folder's entries in the order of their names, which the storage's own is not: it counts the slash at a
    /// folder's end.
    /// </summary>
    public static async Task<IReadOnlyList<ArtifactEntry>> ListAsync(
        BlobContainerClient container,
        string folder,
        CancellationToken ct
    )
    {
        var prefix = folder.Length == 0 ? "" : folder + "/";
        var options = new GetBlobsByHierarchyOptions
        {
            Prefix = prefix,
            Delimiter = "/",
            Traits = BlobTraits.Metadata,
        };
        var files = new List<ArtifactEntry>();
        var folders = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var item in container.GetBlobsByHierarchyAsync(options, ct))
        {
            var name = BlobName.ToPath((item.IsPrefix ? item.Prefix : item.Blob.Name)[prefix.Length..].TrimEnd('/'));
            if (name.Length == 0)
            {
                continue; // A blob that some tools make to stand for this folder.
            }

            if (item.IsPrefix || FolderMarker.Is(item.Blob.Metadata))
            {
                folders.Add(name);
            }
            else
            {
                files.Add(new(name, false, item.Blob.Properties.ContentLength));
            }
        }

        files.AddRange(folders.Select(name => new ArtifactEntry(name, true, null)));
        files.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return files;
    }
}
