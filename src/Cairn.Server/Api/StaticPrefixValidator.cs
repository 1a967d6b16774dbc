using System.Text.RegularExpressions;
using Cairn.Server.Settings;

namespace Cairn.Server.Api;

/// <summary>Checks that the static prefix is a plain path.</summary>
internal static partial class StaticPrefixValidator
{
    /// <summary>Returns one message for each problem, which starts with the flag or variable to change.</summary>
    public static IEnumerable<string> Validate(ApiOptions options, SettingSources sources)
    {
        if (options.StaticPrefix.Length > 0 && !PlainPath().IsMatch(options.StaticPrefix))
        {
            yield return $"{sources.Key("--static-prefix")}: '{options.StaticPrefix}' must start with a slash and contain only letters, digits, '-', '_', '.' and '/'.";
        }
    }

    [GeneratedRegex(@"^(/[A-Za-z0-9_\-][A-Za-z0-9_.\-]*)+\z")]
    private static partial Regex PlainPath();
}
