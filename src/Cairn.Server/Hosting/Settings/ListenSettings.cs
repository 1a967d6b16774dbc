namespace Cairn.Server.Hosting.Settings;

/// <summary>Where the server listens.</summary>
internal static class ListenSettings
{
    public static IReadOnlyList<Setting> All { get; } =
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
            Flag = "--static-prefix",
            Variable = "MLFLOW_STATIC_PREFIX",
            ValueName = "PATH",
            Help = "What every path begins with, such as /mlflow, behind a proxy that serves other things too.",
            Apply = (options, text) => options with { StaticPrefix = text.Trim().TrimEnd('/') },
        },
        new()
        {
            Flag = "--shutdown-delay",
            Variable = "CAIRN_SHUTDOWN_DELAY",
            ValueName = "SECONDS",
            Default = "0",
            Help =
                "How long requests are still accepted once the server is told to stop, while /health/ready answers 503: load balancers need a while to notice.",
            Apply = (options, text) =>
                options with
                {
                    ShutdownDelay = TimeSpan.FromSeconds(SettingText.Number(text, 0, 3600)),
                },
        },
    ];
}
