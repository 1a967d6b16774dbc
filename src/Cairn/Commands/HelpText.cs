using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Cairn.Commands;

/// <summary>
/// The help of a verb, with the variables that have no flag and the flags that have no effect below it.
/// </summary>
internal sealed class HelpText : SynchronousCommandLineAction
{
    private readonly HelpAction _help = new();

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        _help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not SettingsCommand { Flags.Settings: var settings })
        {
            return ExitCode.Ok;
        }

        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Environment variables without a flag:");
        var variables = settings.Where(s => s.Flag is null && !s.IsIgnored).ToList();
        var width = variables.Max(s => s.Variable!.Length) + 2;
        foreach (var setting in variables)
        {
            output.WriteLine(
                $"  {setting.Variable!.PadRight(width)}{setting.Help}{(setting.Default is null ? "" : $" [default {setting.Default}]")}"
            );
        }

        output.WriteLine();
        output.WriteLine("Accepted for existing commands and without effect here:");
        output.WriteLine($"  {string.Join(", ", settings.Where(s => s.IsIgnored).Select(s => s.Name))}");
        return ExitCode.Ok;
    }
}
