using System.CommandLine;
using Cairn.Server;

namespace Cairn.Commands;

/// <summary><c>--env-file</c>: environment variables from a file. What the environment already sets stays.</summary>
internal static class EnvFile
{
    /// <summary>The flag, before or after the verb.</summary>
    public static Option<string?> Option { get; } =
        new("--env-file")
        {
            Description =
                "A file of NAME=value lines to take environment variables from; what the environment sets already stays.",
            HelpName = "FILE",
            Recursive = true,
        };

    /// <summary>Sets the variables of the file that are not set yet.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read or a line cannot be understood.</exception>
    public static void Apply(string? path)
    {
        if (path is null)
        {
            return;
        }

        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"--env-file: cannot read '{path}': {e.Message}");
        }

        foreach (var (name, value) in Read(text))
        {
            if (Environment.GetEnvironmentVariable(name) is null)
            {
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }

    /// <summary>The variables of a file: comments, <c>export</c> and quotes are understood.</summary>
    /// <exception cref="ConfigurationException">Every line that cannot be understood, by its number.</exception>
    public static IReadOnlyList<(string Name, string Value)> Read(string text)
    {
        var (variables, bad) = (new List<(string, string)>(), new List<int>());
        foreach (var (number, raw) in text.Split('\n').Index())
        {
            var line = raw.Trim();
            if (line.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            line = line.StartsWith("export ", StringComparison.Ordinal) ? line["export ".Length..].TrimStart() : line;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? "" : line[..equals].TrimEnd();
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                bad.Add(number + 1);
                continue;
            }

            variables.Add((name, Unquote(line[(equals + 1)..].Trim())));
        }

        return bad.Count == 0
            ? variables
            : throw new ConfigurationException(
                $"--env-file: line {string.Join(", ", bad)}: not of the form NAME=value."
            );
    }

    private static string Unquote(string value) =>
        value switch
        {
            ['"', .. var inner, '"'] => inner
                .Replace("\\n", "\n", StringComparison.Ordinal)
                .Replace("\\\"", "\"", StringComparison.Ordinal)
                .Replace(@"\\", @"\", StringComparison.Ordinal),
            ['\'', .. var inner, '\''] => inner,
            _ => value.IndexOf(" #", StringComparison.Ordinal) is >= 0 and var comment
                ? value[..comment].TrimEnd()
                : value,
        };
}
