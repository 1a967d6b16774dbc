using System.CommandLine;
using Cairn.Server;
using Cairn.Server.Hosting;
using Cairn.Server.Settings;

namespace Cairn.Commands;

/// <summary>A verb that is configured as the server is. All that is wrong is told before it runs.</summary>
internal sealed class SettingsCommand : Command
{
    /// <param name="name">The verb.</param>
    /// <param name="description">What it does, in a sentence.</param>
    /// <param name="settings">What can be configured.</param>
    /// <param name="run">Does it; returns the exit code. It is called with valid options only.</param>
    public SettingsCommand(
        string name,
        string description,
        IReadOnlyList<Setting<ServerOptions>> settings,
        Func<ParseResult, ServerConfiguration, CancellationToken, Task<int>> run
    )
        : base(name, description)
    {
        Flags = new(this, settings);
        SetAction(
            async (parsed, ct) =>
                Flags.Read(parsed) is { Errors.Count: 0 } configuration
                    ? await run(parsed, configuration, ct)
                    : throw new ConfigurationException("not reached: problems are told before a verb runs")
        );
    }

    /// <summary>Its flags.</summary>
    public SettingFlags Flags { get; }
}
