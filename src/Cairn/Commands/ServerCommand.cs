using System.CommandLine;
using Cairn.Server.Hosting;

namespace Cairn.Commands;

/// <summary><c>cairn server</c>.</summary>
internal static class ServerCommand
{
    public static Command Create() =>
        new SettingsCommand(
            "server",
            "Serve the tracking API. The flags are MLflow's own; a flag wins over its environment variable.",
            ServerSettings.All,
            static async (parsed, configuration, ct) =>
            {
                await ServerRun.ServeAsync(
                    configuration.Options,
                    configuration.Ignored,
                    parsed.InvocationConfiguration.Output,
                    ct
                );
                return ExitCode.Ok;
            }
        );
}
