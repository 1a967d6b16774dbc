using System.Globalization;

namespace Cairn.Server.Settings;

/// <summary>
/// Reads the text of settings. A text that is no good is a <see cref="FormatException"/> that says what would be.
/// </summary>
internal static class SettingText
{
    /// <summary>A whole number within bounds.</summary>
    public static int Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most
            ? number
            : throw new FormatException($"'{text}' is not a whole number from {least} to {most}");

    /// <summary>Yes or no, in the spellings that MLflow's command line takes.</summary>
    public static bool Switch(string text) =>
        text.Trim().ToUpperInvariant() switch
        {
            "TRUE" or "1" or "YES" or "ON" or "Y" or "T" => true,
            "FALSE" or "0" or "NO" or "OFF" or "N" or "F" => false,
            _ => throw new FormatException($"'{text}' is neither true nor false"),
        };

    /// <summary>A comma-separated list; blanks around and empty entries are dropped.</summary>
    public static IReadOnlyList<string> List(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One of a few words, in any case.</summary>
    public static T OneOf<T>(string text, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        foreach (var (word, value) in choices)
        {
            if (string.Equals(word, text.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        throw new FormatException($"'{text}' is not one of {string.Join(", ", choices.ToArray().Select(c => c.Word))}");
    }
}
