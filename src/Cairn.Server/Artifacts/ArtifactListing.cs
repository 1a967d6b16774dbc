using Cairn.Core.Artifacts;
using FileInfo = Cairn.Contracts.Artifacts.FileInfo;

namespace Cairn.Server.Artifacts;

/// <summary>Lists a folder as the wire shows it.</summary>
internal static class ArtifactListing
{
    /// <summary>The entries of a folder; null when there are none.</summary>
    /// <param name="place">The folder.</param>
    /// <param name="relativeTo">What their paths are to begin with.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<IReadOnlyList<FileInfo>?> ReadAsync(
        ArtifactPlace place,
        ArtifactPath relativeTo,
        CancellationToken ct
    )
    {
        var prefix = relativeTo.IsRoot ? "" : relativeTo.Value + "/";
        var files = new List<FileInfo>();
        await foreach (var entry in place.Store.ListAsync(place.Path, ct))
        {
            files.Add(new(prefix + entry.Name, entry.IsFolder, entry.Size is > 0 ? entry.Size : null));
        }

        return files.Count == 0 ? null : files;
    }
}
