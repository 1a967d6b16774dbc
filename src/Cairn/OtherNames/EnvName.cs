using System.Collections;
using System.Text.RegularExpressions;
using Cairn.Commands;
using Cairn.Core.Secrets;

namespace Cairn.OtherNames;

/// <summary><c>env</c>: how people look at a pod's settings. It shows no secret.</summary>
internal static partial class EnvName
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        if (args.Length > 0)
        {
            await error.WriteLineAsync(
                "env: shows the settings here, with secrets masked, and runs no program: call the program itself."
            );
            return ExitCode.Failed;
        }

        var variables = Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Select(e => ((string)e.Key, (string?)e.Value ?? ""));
        foreach (var (name, value) in variables.OrderBy(v => v.Item1, StringComparer.Ordinal))
        {
            await output.WriteLineAsync($"{name}={Masked(name, value)}");
        }

        return ExitCode.Ok;
    }

    /// <summary>The value without what is secret in it, by the variable's name or by the value's form.</summary>
    public static string Masked(string name, string value)
    {
        if (value.Length > 0 && SecretName().IsMatch(name))
        {
            return "***";
        }

        return SecretField()
            .Replace(value.Contains("://", StringComparison.Ordinal) ? SafeUri.Mask(value) : value, "$1***");
    }

    // Not a folder, such as PWD, and not a file's name, such as AZURE_STORAGE_KEY_FILE.
    [GeneratedRegex(
        "(KEY|SECRET|PASSWORD|PASSWD|PASS|_PWD|TOKEN|CONNECTION_?STRING|CREDENTIAL|HEADER)S?_?[0-9]*$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex SecretName();

    [GeneratedRegex(
        @"\b((?:AccountKey|SharedAccessSignature|InstrumentationKey|sig|(?:ssl)?password|pwd|client_secret)=)[^;&\s]+",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex SecretField();
}
