using Cairn.Artifacts.Shared;
using Cairn.Core.Artifacts;

namespace Cairn.Artifacts.Local;

/// <summary>Reads a folder.</summary>
internal static class FolderListing
{
    private static readonly EnumerationOptions _all = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = true,
        ReturnSpecialDirectories = false,
    };

    /// <summary>The entries of a folder by name. Links that lead out of the root, or nowhere, are left out.</summary>
    public static List<ArtifactEntry> Read(string folder, ArtifactPath path, RealPaths paths)
    {
        var entries = new List<ArtifactEntry>();
        try
        {
            foreach (var info in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", _all))
            {
                if (path.IsRoot && info.Name == UploadsFolder.Name)
                {
                    continue;
                }

                if (
                    Entry(
                        info.Attributes.HasFlag(FileAttributes.ReparsePoint) ? Behind(info, path, paths) : info,
                        info.Name
                    ) is
                    { } entry
                )
                {
                    entries.Add(entry);
                }
            }
        }
        catch (Exception e)
            when (e is DirectoryNotFoundException or FileNotFoundException or PathTooLongException
                || (e is IOException && !Directory.Exists(folder))
            )
        {
            return [];
        }

        entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return entries;
    }

    private static FileSystemInfo? Behind(FileSystemInfo link, ArtifactPath path, RealPaths paths) =>
        paths.Of(path.IsRoot ? link.Name : $"{path.Value}/{link.Name}") is not { } real ? null
        : Directory.Exists(real) ? new DirectoryInfo(real)
        : new FileInfo(real);

    private static ArtifactEntry? Entry(FileSystemInfo? info, string name) =>
        info switch
        {
            DirectoryInfo => new ArtifactEntry(name, true, null),
            FileInfo { Exists: true } file => new ArtifactEntry(name, false, file.Length),
            _ => null,
        };
}
