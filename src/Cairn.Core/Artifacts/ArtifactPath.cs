using System.Text;
using Cairn.Core.Errors;

namespace Cairn.Core.Artifacts;

/// <summary>
/// A path below an artifact root: segments joined by single slashes, none of them empty, <c>.</c> or <c>..</c>.
/// Only its parsers create one, so an unsafe path cannot be represented.
/// </summary>
public readonly record struct ArtifactPath
{
    private static readonly UTF8Encoding _strict = new(false, true);
    private readonly string? _value;

    private ArtifactPath(string value) => _value = value.Length == 0 ? null : value;

    /// <summary>The root itself.</summary>
    public static ArtifactPath Root => default;

    /// <summary>The path's text; empty for the root.</summary>
    public string Value => _value ?? "";

    /// <summary>The last segment; empty for the root.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The parent folder; the root's parent is the root.</summary>
    public ArtifactPath Folder => new(Value[..Math.Max(0, Value.LastIndexOf('/'))]);

    /// <summary>Whether this is the root.</summary>
    public bool IsRoot => Value.Length == 0;

    /// <summary>
    /// Parses a path to read, as a client sent it, decoded once by HTTP. Empty and <c>.</c> segments are removed.
    /// </summary>
    /// <exception cref="CairnException">
    /// INVALID_PARAMETER_VALUE when the text contains <c>#</c> or a control character, or when the text could leave the
    /// root, as it is or decoded again.
    /// </exception>
    public static ArtifactPath Parse(string? text) =>
        text is not null && text.Any(c => c == '#' || char.IsControl(c))
            ? throw CairnException.Invalid("Invalid path")
            : ParseListed(text);

    /// <summary>Parses the path of a file to write: there must be only one way to write it.</summary>
    /// <exception cref="CairnException">
    /// INVALID_PARAMETER_VALUE for what <see cref="Parse"/> rejects, and for empty and <c>.</c> segments.
    /// </exception>
    public static ArtifactPath ParseNew(string? text)
    {
        var path = Parse(text);
        return !path.IsRoot && path.Value == text
            ? path
            : throw CairnException.Invalid("Invalid path: it must name a file, without empty or '.' parts.");
    }

    /// <summary>
    /// Parses a path that a store listed or that the operator named. It may contain <c>#</c> and control characters,
    /// because other tools create such files.
    /// </summary>
    /// <exception cref="CairnException">
    /// INVALID_PARAMETER_VALUE when the text could leave the root, as it is or decoded again.
    /// </exception>
    public static ArtifactPath ParseListed(string? text)
    {
        text ??= "";
        if (LeavesRoot(text) || LeavesRoot(Decoded(text)) || !IsUnicode(text))
        {
            throw CairnException.Invalid("Invalid path");
        }

        return new(string.Join('/', text.Split('/').Where(s => s is not ("" or "."))));
    }

    /// <summary>The path of a file or folder that a listing of this folder contains.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE: the name is not that of an entry.</exception>
    public ArtifactPath Entry(string name) =>
        name is not ("" or "." or "..") && !name.Contains('/', StringComparison.Ordinal) && IsUnicode(name)
            ? Join(new(name))
            : throw CairnException.Invalid($"'{Value}' contains an entry whose name is not valid: '{name}'.");

    /// <summary>The path of something below this one.</summary>
    public ArtifactPath Join(ArtifactPath below) =>
        IsRoot ? below
        : below.IsRoot ? this
        : new($"{Value}/{below.Value}");

    /// <summary>This path relative to a folder; the whole path when it is not in that folder.</summary>
    public ArtifactPath Below(ArtifactPath folder) =>
        !folder.IsRoot && Value.StartsWith(folder.Value + "/", StringComparison.Ordinal)
            ? new(Value[(folder.Value.Length + 1)..])
            : this;

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool LeavesRoot(string text) =>
        text.StartsWith('/')
        || text.StartsWith(@"\\", StringComparison.Ordinal)
        || (text.Length > 2 && char.IsAsciiLetter(text[0]) && text[1] == ':' && text[2] is '/' or '\\')
        || text.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
        || Array.Exists(text.Split('/'), s => s == "..");

    /// <summary>
    /// The text decoded until nothing is left to decode, in one pass. A reader further down may decode the path again,
    /// any number of times. What decoding reveals stays: a <c>..</c> of any stage is also in the last one.
    /// </summary>
    private static string Decoded(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var decoded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            decoded.Append(c);
            while (
                decoded.Length > 2
                && decoded[^3] == '%'
                && char.IsAsciiHexDigit(decoded[^2])
                && char.IsAsciiHexDigit(decoded[^1])
            )
            {
                var sign = (char)Convert.FromHexString([decoded[^2], decoded[^1]])[0];
                decoded.Length -= 3;
                decoded.Append(sign);
            }
        }

        return decoded.ToString();
    }

    private static bool IsUnicode(string text)
    {
        try
        {
            _ = _strict.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
