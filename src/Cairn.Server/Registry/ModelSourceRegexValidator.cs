using System.Text.RegularExpressions;
using Cairn.Server.Settings;

namespace Cairn.Server.Registry;

/// <summary>Checks that the rule for model sources is a regular expression.</summary>
internal static class ModelSourceRegexValidator
{
    /// <summary>Returns one message for each problem, which starts with the flag or variable to change.</summary>
    public static IEnumerable<string> Validate(RegistryOptions options, SettingSources sources)
    {
        if (options.ModelVersionSourceRegex is not { } pattern)
        {
            return [];
        }

        try
        {
            _ = new Regex(pattern);
            return [];
        }
        catch (ArgumentException e)
        {
            return [$"{sources.Key(RegistrySettings.SourceRegex)}: not a valid regular expression: {e.Message}"];
        }
    }
}
