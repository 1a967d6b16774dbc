using System.Runtime.CompilerServices;
using Cairn.Core.Artifacts;

namespace Cairn.Commands.Artifacts;

/// <summary>A file in a store.</summary>
/// <param name="Path">Where it is, from the store's root.</param>
/// <param name="Size">Its size in bytes.</param>
internal readonly record struct StoredFile(ArtifactPath Path, long Size);

/// <summary>A folder with all that is below it.</summary>
internal static class ArtifactTree
{
    /// <summary>Every file below a place, folder by folder.</summary>
    public static async IAsyncEnumerable<StoredFile> FilesAsync(
        ArtifactPlace place,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        await foreach (var entry in place.Store.ListAsync(place.Path, ct))
        {
            var below = place with { Path = place.Path.Entry(entry.Name) };
            if (!entry.IsFolder)
            {
                yield return new(below.Path, entry.Size ?? 0);
                continue;
            }

            await foreach (var file in FilesAsync(below, ct))
            {
                yield return file;
            }
        }
    }
}
