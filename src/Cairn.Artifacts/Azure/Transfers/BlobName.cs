using Cairn.Core.Artifacts;

namespace Cairn.Artifacts.Azure.Transfers;

/// <summary>
/// The name of a path's blob: the path itself. Only a backslash is written <c>%5C</c>, because Azure takes it for a
/// slash: the file
/// would be another one there, and <c>..\x</c> a path that nobody has checked.
/// </summary>
internal static class BlobName
{
    private const string Backslash = "%5C";

    public static string Of(ArtifactPath path) => path.Value.Replace(@"\", Backslash, StringComparison.Ordinal);

    /// <summary>The name of a file or folder as the path to it has it.</summary>
    public static string ToPath(string name) => name.Replace(Backslash, @"\", StringComparison.Ordinal);
}
