namespace Cairn.Arrows;

/// <summary>Which folder of a project uses which: by imports, and by types of the folders above.</summary>
/// <param name="Project">The project's name.</param>
/// <param name="Folders">Its folders with code; empty text for the project's own folder.</param>
/// <param name="Arrows">The folders that each folder uses.</param>
internal sealed record FolderGraph(
    string Project,
    IReadOnlyList<string> Folders,
    IReadOnlyDictionary<string, IReadOnlySet<string>> Arrows
)
{
    /// <summary>Reads the code of a project.</summary>
    /// <param name="path">The project's folder, which has the project's name.</param>
    public static FolderGraph Read(string path)
    {
        var files =
            from file in Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
            let folder = Path.GetRelativePath(path, Path.GetDirectoryName(file)!).Replace('\\', '/')
            where
                !folder.StartsWith("obj", StringComparison.Ordinal)
                && !folder.StartsWith("bin", StringComparison.Ordinal)
            select new SourceFile(folder == "." ? "" : folder, File.ReadAllText(file));
        return Of(Path.GetFileName(path), [.. files]);
    }

    /// <summary>The graph of these files.</summary>
    public static FolderGraph Of(string project, IReadOnlyList<SourceFile> files)
    {
        var folders = files.Select(f => f.Folder).Distinct().Order(StringComparer.Ordinal).ToList();
        var types = files.ToLookup(f => f.Folder, f => f.Types);
        var arrows = folders.ToDictionary(
            folder => folder,
            folder =>
                (IReadOnlySet<string>)
                    folders
                        .Where(other => other != folder)
                        .Where(other => files.Any(f => f.Folder == folder && Uses(f, other)))
                        .ToHashSet()
        );
        return new(project, folders, arrows);

        bool Uses(SourceFile file, string other) =>
            file.Imports.Contains(Namespace(other))
            || (IsAbove(other, file.Folder) && types[other].Any(names => names.Overlaps(file.Names)));

        string Namespace(string folder) => folder.Length == 0 ? project : $"{project}.{folder.Replace('/', '.')}";
    }

    /// <summary>The groups of folders that use each other in circles, each in the order of its names.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Knots()
    {
        var reach = Folders.ToDictionary(f => f, Reached);
        return
        [
            .. Folders
                .Where(f => reach[f].Contains(f))
                .Select(f =>
                    (IReadOnlyList<string>)[.. Folders.Where(o => reach[f].Contains(o) && reach[o].Contains(f))]
                )
                .DistinctBy(knot => knot[0]),
        ];
    }

    /// <summary>How many arrows lie between a folder and the lowest ones; folders of a knot share a layer.</summary>
    public IReadOnlyDictionary<string, int> Layers()
    {
        var reach = Folders.ToDictionary(f => f, Reached);
        var layers = new Dictionary<string, int>();
        foreach (var folder in Folders.OrderBy(f => reach[f].Count))
        {
            layers[folder] = reach[folder]
                .Where(o => layers.ContainsKey(o) && !reach[o].Contains(folder))
                .Select(o => layers[o] + 1)
                .DefaultIfEmpty(0)
                .Max();
        }

        return layers;
    }

    /// <summary>Whether a folder is above another one, whose code sees its types without an import.</summary>
    private static bool IsAbove(string other, string folder) =>
        other.Length == 0 || folder.StartsWith(other + "/", StringComparison.Ordinal);

    private HashSet<string> Reached(string folder)
    {
        var (reached, open) = (new HashSet<string>(), new Stack<string>(Arrows[folder]));
        while (open.TryPop(out var next))
        {
            if (reached.Add(next))
            {
                foreach (var further in Arrows[next])
                {
                    open.Push(further);
                }
            }
        }

        return reached;
    }
}
