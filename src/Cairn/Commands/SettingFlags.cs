using System.CommandLine;
using Cairn.Server.Hosting;
using Cairn.Server.Settings;

namespace Cairn.Commands;

/// <summary>The flags of a command that stand for settings.</summary>
internal sealed class SettingFlags
{
    private readonly List<(Option Option, Setting Setting, bool? Switch)> _options = [];

    /// <summary>Adds the flags of <paramref name="settings"/> to <paramref name="command"/>.</summary>
    public SettingFlags(Command command, IReadOnlyList<Setting<ServerOptions>> settings)
    {
        Settings = settings;
        foreach (var setting in settings.Where(s => s.Flag is not null))
        {
            if (setting.ValueName is { } valueName)
            {
                Add(
                    command,
                    new Option<string[]>(setting.Flag!, [.. setting.Aliases])
                    {
                        HelpName = valueName,
                        Arity = ArgumentArity.OneOrMore,
                    },
                    setting,
                    null
                );
                continue;
            }

            Add(
                command,
                new Option<bool>(setting.Flag!, [.. setting.Aliases]) { Arity = ArgumentArity.Zero },
                setting,
                true
            );
            if (setting.NegativeFlag is { } negative)
            {
                Add(command, new Option<bool>(negative) { Arity = ArgumentArity.Zero }, setting, false);
            }
        }
    }

    /// <summary>What can be configured.</summary>
    public IReadOnlyList<Setting<ServerOptions>> Settings { get; }

    /// <summary>Weighs the flags that were given over the environment.</summary>
    public ServerConfiguration Read(ParseResult parsed) =>
        ServerConfiguration.Read(Given(parsed), Environment.GetEnvironmentVariable, Settings);

    /// <summary>The text of every flag that was given, the last one where a flag stands twice.</summary>
    public Dictionary<string, string> Given(ParseResult parsed)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (option, setting, isSwitch) in _options)
        {
            if (parsed.GetResult(option) is not { Implicit: false } result)
            {
                continue;
            }

            if (isSwitch is { } on)
            {
                given[setting.Flag!] = on ? "true" : "false";
            }
            else if (result.Tokens is [.., var last])
            {
                given[setting.Flag!] = last.Value;
            }
        }

        return given;
    }

    private void Add(Command command, Option option, Setting setting, bool? isSwitch)
    {
        option.Hidden = setting.IsIgnored;
        option.Description = isSwitch == false ? $"The opposite of {setting.Flag}." : Describe(setting);
        command.Options.Add(option);
        _options.Add((option, setting, isSwitch));
    }

    private static string Describe(Setting setting)
    {
        var notes = string.Join(
            "; ",
            ((string?[])[setting.Variable, setting.Default is null ? null : $"default {setting.Default}"]).Where(n =>
                n is not null
            )
        );
        return notes.Length == 0 ? setting.Help : $"{setting.Help} [{notes}]";
    }
}
