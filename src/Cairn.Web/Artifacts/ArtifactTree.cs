using Cairn.Core.Artifacts;

namespace Cairn.Web.Artifacts;

/// <summary>A folder of the tree beside a preview: open along the way to what is shown.</summary>
/// <param name="Path">Its path; empty for the root.</param>
/// <param name="Entries">What it contains: folders first, at most <see cref="MaxEntries"/>.</param>
/// <param name="Total">How many entries it has.</param>
/// <param name="Open">The folder in it that is open; null for none.</param>
public sealed record ArtifactTree(string Path, IReadOnlyList<ArtifactEntry> Entries, int Total, ArtifactTree? Open)
{
    /// <summary>The most entries of a folder that the tree shows. The folder's own page shows all, in pages.</summary>
    public const int MaxEntries = 200;

    /// <summary>Reads the folders from the root to a folder.</summary>
    /// <param name="root">The root of the artifacts.</param>
    /// <param name="folder">The innermost folder, below the root.</param>
    /// <param name="ct">Cancels the reading.</param>
    public static async Task<ArtifactTree> ReadAsync(ArtifactPlace root, ArtifactPath folder, CancellationToken ct)
    {
        ArtifactTree? open = null;
        while (true)
        {
            var entries = await ListAsync(root.At(folder), ct);
            open = new(folder.Value, [.. entries.Take(MaxEntries)], entries.Count, open);
            if (folder.IsRoot)
            {
                return open;
            }

            folder = folder.Folder;
        }
    }

    /// <summary>All entries of a folder: folders first, both by name.</summary>
    public static async Task<List<ArtifactEntry>> ListAsync(ArtifactPlace folder, CancellationToken ct)
    {
        var entries = new List<ArtifactEntry>();
        await foreach (var entry in folder.Store.ListAsync(folder.Path, ct))
        {
            entries.Add(entry);
        }

        return [.. entries.OrderBy(entry => !entry.IsFolder)];
    }
}

/// <summary>A folder of the tree on a page.</summary>
/// <param name="Page">The page.</param>
/// <param name="Tree">The folder.</param>
public sealed record ArtifactBranchModel(ArtifactsModel Page, ArtifactTree Tree);
