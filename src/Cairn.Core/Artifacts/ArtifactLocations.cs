namespace Cairn.Core.Artifacts;

/// <summary>Where artifacts are kept, as URIs or paths of the server.</summary>
public static class ArtifactLocations
{
    /// <summary>A folder below a location. What a URI says after its path stays at its end.</summary>
    /// <param name="root">A URI or a path.</param>
    /// <param name="folder">The folder's relative path.</param>
    public static string Join(string root, string folder)
    {
        var isUri = root.Contains("://", StringComparison.Ordinal);
        var end = isUri ? root.AsSpan().IndexOfAny('?', '#') : -1;
        return end < 0 ? $"{root.TrimEnd('/')}/{folder}" : $"{root[..end].TrimEnd('/')}/{folder}{root[end..]}";
    }
}
