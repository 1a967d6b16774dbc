namespace Cairn.Sql.Engine.Sqlite;

/// <summary>
/// Finds file systems across a network. SQLite's write-ahead log shares memory between its users and trusts locks,
/// which those do not
/// give: the database would be damaged sooner or later. See https://www.sqlite.org/wal.html.
/// </summary>
internal static class NetworkMounts
{
    private static readonly HashSet<string> _types = new(StringComparer.Ordinal)
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afs",
        "ceph",
        "lustre",
        "gpfs",
        "glusterfs",
        "beegfs",
        "orangefs",
        "fuse.sshfs",
        "fuse.glusterfs",
        "fuse.ceph",
        "fuse.blobfuse",
        "fuse.blobfuse2",
        "fuse.s3fs",
        "fuse.gcsfuse",
        "fuse.rclone",
        "fuse.goofys",
        "fuse.mount-s3",
        "fuse.juicefs",
        "fuse.davfs",
        "fuse.smbnetfs",
    };

    /// <summary>Refuses a path on such a file system.</summary>
    /// <exception cref="DatabaseException">It is on one; the message names the mount.</exception>
    public static void Refuse(string path)
    {
        const string mounts = "/proc/self/mountinfo";
        if (
            OperatingSystem.IsLinux()
            && File.Exists(mounts)
            && Find(RealPath(path), File.ReadLines(mounts)) is var (point, type)
        )
        {
            throw new DatabaseException(
                $"SQLite needs a local disk, but {path} is on {point}, which is a network file system ({type}). Put the file on a local disk, or use PostgreSQL."
            );
        }
    }

    /// <summary>The network mount that holds a path; null when its file system is local.</summary>
    /// <param name="path">An absolute path without links.</param>
    /// <param name="mounts">The lines of <c>mountinfo</c>; later mounts cover earlier ones.</param>
    public static (string Point, string Type)? Find(string path, IEnumerable<string> mounts)
    {
        (string Point, string Type)? found = null;
        foreach (var line in mounts)
        {
            var fields = line.Split(' ');
            var dash = Array.IndexOf(fields, "-");
            if (dash < 5 || dash + 1 >= fields.Length)
            {
                continue;
            }

            var point = fields[4].Replace("\\040", " ", StringComparison.Ordinal);
            if (
                (point == "/" || path == point || path.StartsWith(point + "/", StringComparison.Ordinal))
                && point.Length >= (found?.Point.Length ?? 0)
            )
            {
                found = (point, fields[dash + 1]);
            }
        }

        return found is var (_, type) && _types.Contains(type) ? found : null;
    }

    private static string RealPath(string path)
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(path)!);
        for (var at = folder; at is not null; at = at.Parent)
        {
            if (at.ResolveLinkTarget(returnFinalTarget: true) is { } target)
            {
                return Path.Join(target.FullName, path[at.FullName.Length..]);
            }
        }

        return path;
    }
}
