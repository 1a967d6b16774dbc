using Cairn.Contracts.Errors;
using Cairn.Core.Errors;

namespace Cairn.Artifacts.Local;

/// <summary>Creates folders.</summary>
internal static class Folders
{
    /// <summary>
    /// Creates a folder and those above it. Returns the folders whose content is to be synced, this one first.
    /// </summary>
    public static List<string> Create(string folder)
    {
        var toSync = new List<string> { folder };
        while (!Directory.Exists(folder))
        {
            if (File.Exists(folder))
            {
                throw new CairnException(
                    ErrorCode.ResourceConflict,
                    "A file is where a folder of this path should be."
                );
            }

            folder = Path.GetDirectoryName(folder)!;
            toSync.Add(folder);
        }

        if (toSync.Count > 1)
        {
            Directory.CreateDirectory(toSync[0]);
        }

        return toSync;
    }
}
