namespace Cairn.Artifacts.Local;

/// <summary>
/// Follows symbolic links, as long as they stay below a root. A link that somebody changes between this check and its
/// use could
/// still lead out: whoever can change links on this machine needs no server to read it.
/// </summary>
internal sealed class RealPaths
{
    private const int MostLinks = 40;
    private readonly string _configured;

    /// <param name="root">The root as configured; links in it are followed wherever they lead.</param>
    public RealPaths(string root)
    {
        _configured = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var top = Path.GetPathRoot(_configured)!;
        Root = Follow(top, top, _configured[top.Length..]) ?? _configured;
    }

    /// <summary>The root without links.</summary>
    public string Root { get; }

    /// <summary>
    /// The path on disk of something below the root, whether it exists or not; null when a link leads out of the root.
    /// </summary>
    public string? Of(string relative) => relative.Length == 0 ? Root : Follow(Root, _configured, relative);

    private static string? Follow(string root, string alias, string relative)
    {
        var segments = new Stack<string>();
        Push(segments, relative);
        var at = root;
        var links = 0;
        while (segments.TryPop(out var segment))
        {
            if (segment == "..")
            {
                if (at == root)
                {
                    return null;
                }

                at = Path.GetDirectoryName(at)!;
                continue;
            }

            var next = Path.Join(at, segment);
            if (LinkAt(next) is not { } target)
            {
                at = next;
                continue;
            }

            if (++links > MostLinks)
            {
                return null;
            }

            if (Path.IsPathRooted(target))
            {
                if ((Below(root, target) ?? Below(alias, target)) is not { } below)
                {
                    return null;
                }

                (at, target) = (root, below);
            }

            Push(segments, target);
        }

        return at;
    }

    private static string? LinkAt(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (IOException)
        {
            // A file where a folder should be, or a name that is too long: whoever opens the path will say so.
            return null;
        }
    }

    private static void Push(Stack<string> segments, string path)
    {
        foreach (var segment in path.Split(Path.DirectorySeparatorChar).Reverse())
        {
            if (segment is not ("" or "."))
            {
                segments.Push(segment);
            }
        }
    }

    private static string? Below(string root, string path) =>
        path == root ? ""
        : path.StartsWith(
            Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar,
            StringComparison.Ordinal
        )
            ? path[root.Length..]
        : null;
}
