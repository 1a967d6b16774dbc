namespace Cairn.Web.Runs.OneRun;

/// <summary>Where the code of a run comes from.</summary>
public static class RunSource
{
    private const int ShortLength = 7;

    /// <summary>The page of a commit, where the address of the repository tells it; else null.</summary>
    /// <param name="repository">The address, such as <c>git@github.com:org/name.git</c>.</param>
    /// <param name="commit">The commit.</param>
    public static string? CommitLink(string? repository, string commit)
    {
        if (string.IsNullOrEmpty(repository) || !commit.All(char.IsAsciiHexDigit) || commit.Length == 0)
        {
            return null;
        }

        var address =
            repository.StartsWith("git@", StringComparison.Ordinal) && repository.Split(':', 2) is [var host, var path]
                ? $"https://{host["git@".Length..]}/{path}"
                : repository;
        if (
            !Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("https" or "http")
            || uri.UserInfo.Length > 0
        )
        {
            return null;
        }

        var name = uri.AbsolutePath.TrimEnd('/');
        name = name.EndsWith(".git", StringComparison.Ordinal) ? name[..^4] : name;
        return $"{uri.Scheme}://{uri.Authority}{name}/commit/{commit}";
    }

    /// <summary>The beginning of a commit.</summary>
    public static string Short(string commit) => commit.Length > ShortLength ? commit[..ShortLength] : commit;

    /// <summary>The last part of a path of either kind.</summary>
    public static string FileName(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
}
