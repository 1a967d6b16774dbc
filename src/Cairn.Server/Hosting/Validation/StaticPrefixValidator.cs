using System.Text.RegularExpressions;
using Cairn.Server.Hosting.Settings;

namespace Cairn.Server.Hosting.Validation;

/// <summary>The prefix is a plain path.</summary>
internal sealed partial class StaticPrefixValidator : IServerOptionsValidator
{
    public IEnumerable<string> Validate(ServerOptions options, SettingSources sources)
    {
        if (options.StaticPrefix.Length > 0 && !PlainPath().IsMatch(options.StaticPrefix))
        {
            yield return $"{sources.Key("--static-prefix")}: '{options.StaticPrefix}' must start with a slash and hold only letters, digits, '-', '_', '.' and '/'.";
        }
    }

    [GeneratedRegex(@"^(/[A-Za-z0-9_\-][A-Za-z0-9_.\-]*)+\z")]
    private static partial Regex PlainPath();
}
