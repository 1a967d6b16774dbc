using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.Core.Registry;

/// <summary>
/// What a client may name as the source of a version. Whoever may read the version may read what lies there, so it must
/// neither be
/// a place of the server nor lead out of the place that it seems to name, however it is spelled.
/// </summary>
public static class ModelSourceRules
{
    private const int MostEncodings = 8;
    private static readonly char[] _separators = ['/', '\\', ':', '?', '#', '&', '=', ';'];

    /// <summary>Whether the source is a path of a file system rather than a URI.</summary>
    public static bool IsLocal(string source) => ArtifactUri.SchemeOf(source) is null or "file";

    /// <summary>Checks the source of a prompt, which is any word or a remote place.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE.</exception>
    public static void DemandPrompt(string source)
    {
        if (!IsLocal(source))
        {
            DemandRemote(source);
        }
        else if (source.StartsWith('~') || IsUnsafe(source) || source.AsSpan().IndexOfAny("/\\:%") >= 0)
        {
            throw CairnException.Invalid(
                $"Invalid prompt source: '{source}'. Local source paths are not allowed for prompts."
            );
        }
    }

    /// <summary>Checks a source that is not local.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE when it refers to a parent, in this spelling or in any
    /// that decoding gives.</exception>
    public static void DemandRemote(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        DemandOneHost(source);
        var text = source;
        for (var encodings = 0; ; encodings++)
        {
            if (encodings > MostEncodings || IsUnsafe(text))
            {
                throw CairnException.Invalid(
                    $"Invalid model version source: '{source}'. If supplying a source as an http, https, local file path, ftp, objectstore, or "
                        + "mlflow-artifacts uri, an absolute path must be provided without relative path references present. "
                        + "Please provide an absolute path."
                );
            }

            var decoded = Uri.UnescapeDataString(text);
            if (decoded == text)
            {
                return;
            }

            text = decoded;
        }
    }

    /// <summary>
    /// Refuses what makes parsers see different hosts in one URI: a fragment, or a backslash before the path.
    /// </summary>
    private static void DemandOneHost(string source)
    {
        var host = source.IndexOf("//", StringComparison.Ordinal) is var at and >= 0
            ? source[(at + 2)..].Split('/')[0]
            : "";
        if (source.Contains('#', StringComparison.Ordinal) || host.Contains('\\', StringComparison.Ordinal))
        {
            throw CairnException.Invalid(
                $"Invalid model version source: '{source}'. Its host can't hold a backslash, and it can't include a fragment."
            );
        }
    }

    /// <summary>
    /// Checks a local source: it must lie inside the artifacts of its run, which must be local themselves.
    /// </summary>
    /// <param name="source">As the client sent it.</param>
    /// <param name="runArtifacts">Where the run's artifacts are; null when the version names no run.</param>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE.</exception>
    public static void DemandInside(string source, string? runArtifacts)
    {
        if (runArtifacts is null || !IsInside(source, runArtifacts))
        {
            var shown =
                runArtifacts is not null && ArtifactUri.SchemeOf(source) == "file"
                    ? ArtifactUri.Parse(source).Path
                    : source;
            throw CairnException.Invalid(
                $"Invalid model version source: '{shown}'. To use a local path as a model version source, the run_id request parameter has to be "
                    + "specified and the local path has to be contained within the artifact directory of the run specified by the run_id."
            );
        }
    }

    /// <summary>Whether a local place lies inside another, after links were followed.</summary>
    public static bool IsInside(string place, string folder)
    {
        if (
            !IsLocal(folder)
            || place.Any(char.IsControl)
            || Uri.UnescapeDataString(place).Contains("..", StringComparison.Ordinal)
        )
        {
            return false;
        }

        var (inner, outer) = (FullPath(place), FullPath(folder));
        return inner is not null
            && outer is not null
            && (inner == outer || inner.StartsWith(outer + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }

    private static string? FullPath(string place)
    {
        try
        {
            var full = Path.GetFullPath(ArtifactUri.Parse(place).Path);
            return Path.TrimEndingDirectorySeparator(LinksFollowed(full));
        }
        catch (Exception e) when (e is CairnException or IOException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The path with every link in it followed; parts that do not exist stay as they are.</summary>
    private static string LinksFollowed(string path)
    {
        var resolved = Path.GetPathRoot(path)!;
        foreach (
            var part in path[resolved.Length..]
                .Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)
        )
        {
            resolved = Path.Combine(resolved, part);
            var entry = new FileInfo(resolved);
            if (entry.LinkTarget is not null)
            {
                resolved = LinksFollowed(entry.ResolveLinkTarget(true)!.FullName);
            }
        }

        return resolved;
    }

    private static bool IsUnsafe(string text) =>
        text.Any(char.IsControl) || text.Split(_separators).Any(part => part.Trim() is "." or "..");
}
