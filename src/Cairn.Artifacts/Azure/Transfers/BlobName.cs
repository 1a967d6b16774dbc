using System.Text.RegularExpressions;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.Artifacts.Azure.Transfers;

/// <summary>
/// The blob name of a path: the path itself. Only a backslash is written <c>%5C</c>, because Azure treats a backslash
/// as a slash: the file would be another one there, and <c>..\x</c> a path that nothing has checked. A path that
/// contains <c>%5C</c> itself becomes <c>%255C</c>, so that no two paths share a blob.
/// </summary>
internal static partial class BlobName
{
    /// <summary>Azure's limit in characters.</summary>
    private const int MaxLength = 1024;

    private const string Backslash = "%5C";

    /// <summary>The blob name of a path.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE: the name is longer than Azure allows.</exception>
    public static string Of(ArtifactPath path)
    {
        var name = path.Value;
        if (name.Contains('\\', StringComparison.Ordinal) || name.Contains("5C", StringComparison.Ordinal))
        {
            name = Escaped().Replace(name, "%25$1").Replace(@"\", Backslash, StringComparison.Ordinal);
        }

        return name.Length <= MaxLength
            ? name
            : throw CairnException.Invalid($"Invalid path: a blob name has at most {MaxLength} characters.");
    }

    /// <summary>The path of a blob name.</summary>
    public static string ToPath(string name) =>
        name.Contains("5C", StringComparison.Ordinal)
            ? Escaped().Replace(name, match => match.Length == Backslash.Length ? @"\" : $"%{match.Value[3..]}")
            : name;

    [GeneratedRegex("%((?:25)*5C)")]
    private static partial Regex Escaped();
}
