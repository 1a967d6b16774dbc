namespace Cairn.Artifacts.Local;

/// <summary>Deletes a file, a link, or a folder with all that is in it.</summary>
internal static class Deletion
{
    public static void Delete(string target)
    {
        var link = new FileInfo(target).LinkTarget is not null;
        try
        {
            if (!link && Directory.Exists(target))
            {
                Directory.Delete(target, true);
            }
            else if (link || File.Exists(target))
            {
                File.Delete(target);
            }
            else
            {
                return;
            }

            Disk.SyncFolder(Path.GetDirectoryName(target)!);
        }
        catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException)
        {
            // Somebody else deleted it meanwhile.
        }
    }
}
