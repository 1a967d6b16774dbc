using System.Text.RegularExpressions;

namespace Cairn.Arrows;

/// <summary>A C# file without comments and plain strings: what it declares, imports and names.</summary>
internal sealed partial class SourceFile
{
    public SourceFile(string folder, string text)
    {
        Folder = folder;
        var code = Noise().Replace(text, "");
        Imports = [.. Import().Matches(code).Select(m => m.Groups[1].Value)];
        Types = [.. Declaration().Matches(code).Select(m => m.Groups[1].Value)];
        Names = [.. Name().Matches(Import().Replace(code, "")).Select(m => m.Value)];
    }

    /// <summary>The folder below the project, with slashes; empty for the project's own folder.</summary>
    public string Folder { get; }

    /// <summary>The namespaces that it imports.</summary>
    public HashSet<string> Imports { get; }

    /// <summary>The types that it declares, without nested ones.</summary>
    public HashSet<string> Types { get; }

    /// <summary>The capitalized identifiers in it.</summary>
    public HashSet<string> Names { get; }

    [GeneratedRegex(
        """
            (?s)"{3,}.*?"{3,}|//[^\n]*|/\*.*?\*/|(?<!\$)@?"(?:\\.|[^"\\\n])*"
            """
    )]
    private static partial Regex Noise();

    [GeneratedRegex(@"(?m)^using (?:static )?([\w.]+);")]
    private static partial Regex Import();

    [GeneratedRegex(
        @"(?m)^(?:\[.*\]\s*)?(?:(?:public|internal|sealed|static|abstract|partial|readonly|ref|file)\s+)*(?:class|record struct|record|interface|struct|enum|delegate\s[^(]+?)\s+(\w+)"
    )]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\b[A-Z]\w*")]
    private static partial Regex Name();
}
