using System.Runtime.CompilerServices;

namespace Cairn.UnitTests.Architecture;

/// <summary>The repository that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>The C# files below a folder, without what the build made.</summary>
    public static IEnumerable<(string Path, string[] Lines)> Sources(string folder) =>
        from path in Directory.EnumerateFiles(System.IO.Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        let relative = System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/')
        where !relative.Contains("/obj/") && !relative.Contains("/bin/")
        select (relative, File.ReadAllLines(path));

    private static string Find([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(System.IO.Path.GetDirectoryName(here)!);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "Cairn.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No Cairn.slnx above {here}.");
        }

        return folder.FullName;
    }
}
