using Cairn.Server.Settings;

namespace Cairn.Server.Listening;

/// <summary>The settings of <see cref="ListenOptions"/>.</summary>
internal static class ListenSettings
{
    public static IReadOnlyList<Setting<ListenOptions>> All { get; } =
    [
        new()
        {
            Flag = "--host",
            Aliases = ["-h"],
            Variable = "MLFLOW_HOST",
            ValueName = "ADDRESS",
            Default = "127.0.0.1",
            Help = "Address or name to listen on; 0.0.0.0 takes every address of this machine.",
            Apply = (options, text) => options with { Host = text.Trim() },
        },
        new()
        {
            Flag = "--port",
            Aliases = ["-p"],
            Variable = "MLFLOW_PORT",
            ValueName = "PORT",
            Default = "5000",
            Help = "Port to listen on; 0 takes a free one and prints it.",
            Apply = (options, text) => options with { Port = SettingText.Number(text, 0, 65535) },
        },
        new()
        {
            Flag = "--shutdown-delay",
            Variable = "CAIRN_SHUTDOWN_DELAY",
            ValueName = "SECONDS",
            Default = "0",
            Help =
                "How long requests are still accepted after SIGTERM, while /health/ready already answers 503 so that load balancers stop sending new ones.",
            Apply = (options, text) =>
                options with
                {
                    ShutdownDelay = TimeSpan.FromSeconds(SettingText.Number(text, 0, 3600)),
                },
        },
    ];
}
