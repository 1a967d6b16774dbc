using System.Text;
using Cairn.Core.Errors;

namespace Cairn.Core.Artifacts;

/// <summary>
/// A path below an artifact root: segments joined by single slashes, none of them empty, <c>.</c> or <c>..</c>.
/// It can only be made by its parsers, so that an unsafe path has no value to travel in.
/// </summary>
public readonly record struct ArtifactPath
{
    /// <summary>The longest name of a file or folder in bytes of UTF-8: what file systems bear.</summary>
    public const int LongestName = 255;

    private const int MostEncodings = 8;
    private static readonly UTF8Encoding _strict = new(false, true);
    private readonly string? _value;

    private ArtifactPath(string value) => _value = value.Length == 0 ? null : value;

    /// <summary>The root itself.</summary>
    public static ArtifactPath Root => default;

    /// <summary>The path's text; empty for the root.</summary>
    public string Value => _value ?? "";

    /// <summary>The last segment; empty for the root.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The folder that this is in; the root's is the root.</summary>
    public ArtifactPath Folder => new(Value[..Math.Max(0, Value.LastIndexOf('/'))]);

    /// <summary>Whether this is the root.</summary>
    public bool IsRoot => Value.Length == 0;

    /// <summary>
    /// Parses a path to read, as a client sent it, decoded once by HTTP. Empty and <c>.</c> segments are left out.
    /// </summary>
    /// <exception cref="CairnException">
    /// INVALID_PARAMETER_VALUE for whatever could leave the root, in this text or in any text that decoding it again
    /// would give.
    /// </exception>
    public static ArtifactPath Parse(string? text)
    {
        text ??= "";
        DemandSafe(text);
        var segments = text.Split('/').Where(s => s is not ("" or ".")).ToArray();
        foreach (var name in segments)
        {
            DemandName(name);
        }

        return new(string.Join('/', segments));
    }

    /// <summary>Parses the path of a file to write: it must name the file in just one way.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE for what <see cref="Parse"/> refuses or would have to
    /// mend.</exception>
    public static ArtifactPath ParseNew(string? text)
    {
        var path = Parse(text);
        return !path.IsRoot && path.Value == text
            ? path
            : throw CairnException.Invalid("Invalid path: it must name a file, without empty or '.' parts.");
    }

    /// <summary>The path of something below this one.</summary>
    public ArtifactPath Join(ArtifactPath below) =>
        IsRoot ? below
        : below.IsRoot ? this
        : new($"{Value}/{below.Value}");

    /// <summary>The part of this path that is behind a folder; the whole path when it is not in that folder.</summary>
    public ArtifactPath Below(ArtifactPath folder) =>
        !folder.IsRoot && Value.StartsWith(folder.Value + "/", StringComparison.Ordinal)
            ? new(Value[(folder.Value.Length + 1)..])
            : this;

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>Whoever reads the path later may decode it once more: each text that comes out must be safe.</summary>
    private static void DemandSafe(string text)
    {
        for (var encodings = 0; ; encodings++)
        {
            if (encodings > MostEncodings || IsUnsafe(text))
            {
                throw CairnException.Invalid("Invalid path");
            }

            var decoded = Uri.UnescapeDataString(text);
            if (decoded == text)
            {
                return;
            }

            text = decoded;
        }
    }

    private static bool IsUnsafe(string text) =>
        text.StartsWith('/')
        || text.StartsWith(@"\\", StringComparison.Ordinal)
        || (text.Length > 2 && char.IsAsciiLetter(text[0]) && text[1] == ':' && text[2] is '/' or '\\')
        || text.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
        || text.Any(c => c == '#' || char.IsControl(c))
        || Array.Exists(text.Split('/'), s => s == "..");

    private static void DemandName(string name)
    {
        try
        {
            if (_strict.GetByteCount(name) > LongestName)
            {
                throw CairnException.Invalid($"Invalid path: a name in it is longer than {LongestName} bytes.");
            }
        }
        catch (EncoderFallbackException)
        {
            throw CairnException.Invalid("Invalid path");
        }
    }
}
