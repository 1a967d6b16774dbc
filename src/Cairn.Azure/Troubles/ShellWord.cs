namespace Cairn.Azure.Troubles;

/// <summary>
/// Text in a command that a message offers: whoever pastes it must not run what a client named a file.
/// </summary>
internal static class ShellWord
{
    private const string PlainSigns = "-_./:@%+,=";

    /// <summary>One word of a POSIX shell: bare where nothing in it has a meaning there, otherwise in quotes.</summary>
    public static string Of(string text) =>
        text.Length > 0
        && text.All(c => char.IsAsciiLetterOrDigit(c) || PlainSigns.Contains(c, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
