using Cairn.Core.Errors;
using Cairn.Core.Secrets;

namespace Cairn.Core.Artifacts;

/// <summary>
/// Where artifacts are: a URI, or a bare path of this machine, taken apart and otherwise left as it was written.
/// </summary>
public sealed record ArtifactUri
{
    private static readonly string[] _known =
    [
        "wasbs",
        "wasb",
        "abfss",
        "abfs",
        "s3",
        "gs",
        "file",
        "mlflow-artifacts",
        "https",
        "http",
    ];

    /// <summary>The whole text.</summary>
    public required string Text { get; init; }

    /// <summary>The scheme in lower case; <c>file</c> for a bare path.</summary>
    public required string Scheme { get; init; }

    /// <summary>
    /// What stands between <c>//</c> and the path, such as <c>container@account.blob.core.windows.net</c>; empty when
    /// nothing does.
    /// </summary>
    public string Authority { get; init; } = "";

    /// <summary>
    /// The path without its leading slash; for <c>file</c> the path as this machine writes it. Not decoded, except for
    /// <c>file:</c>.
    /// </summary>
    public string Path { get; init; } = "";

    /// <summary>What follows the <c>?</c>, which may hold a signature: never log it. Null when there is none.</summary>
    public string? Query { get; init; }

    /// <summary>Whether this is a path of this machine.</summary>
    public bool IsLocal => Scheme == "file";

    /// <summary>Parses a URI or a bare path.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE naming the part that is wrong.</exception>
    public static ArtifactUri Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
        {
            throw CairnException.Invalid("The artifact location is empty.");
        }

        var scheme = SchemeOf(text);
        if (scheme is null)
        {
            return new()
            {
                Text = text,
                Scheme = "file",
                Path = text,
            };
        }

        var rest = text[(scheme.Length + 1)..];
        if (scheme == "file")
        {
            return ParseFile(text, rest);
        }

        if (Array.IndexOf(_known, scheme) < 0)
        {
            throw CairnException.Invalid(
                $"The scheme '{scheme}' of this artifact location is not one that the server can open."
            );
        }

        var (beforeQuery, query) = Cut(rest, '?');
        var (authority, path) = beforeQuery.StartsWith("//", StringComparison.Ordinal)
            ? Cut(beforeQuery[2..], '/')
            : ("", beforeQuery);
        return new()
        {
            Text = text,
            Scheme = scheme,
            Authority = authority,
            Path = (path ?? "").TrimStart('/'),
            Query = query,
        };
    }

    /// <summary>
    /// The scheme in lower case; null for a bare path. One letter is a drive of Windows, not a scheme.
    /// </summary>
    public static string? SchemeOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var end = text.IndexOf(':', StringComparison.Ordinal);
        return
            end > 1
            && char.IsAsciiLetter(text[0])
            && text[..end].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.')
            ? text[..end].ToLowerInvariant()
            : null;
    }

    /// <summary>The text without what may be secret: its query and its password.</summary>
    public override string ToString() =>
        SafeUri.Mask(Query is null ? Text : Text[..Text.IndexOf('?', StringComparison.Ordinal)]);

    private static ArtifactUri ParseFile(string text, string rest)
    {
        var path = rest;
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            var (host, below) = Cut(rest[2..], '/');
            path = host is "" or "localhost"
                ? "/" + below
                : throw CairnException.Invalid("A file: location must be on this machine: write file:///path.");
        }

        return new()
        {
            Text = text,
            Scheme = "file",
            Path = Uri.UnescapeDataString(path),
        };
    }

    private static (string Before, string? After) Cut(string text, char at)
    {
        var i = text.IndexOf(at, StringComparison.Ordinal);
        return i < 0 ? (text, null) : (text[..i], text[(i + 1)..]);
    }
}
