using Cairn.Server.Settings;

namespace Cairn.Server.Hosting;

/// <summary>
/// Settings of MLflow for what Cairn does not serve: asking for it is an error, never a silent nothing.
/// </summary>
internal static class UnservedSettings
{
    public static IReadOnlyList<Setting<ServerOptions>> All { get; } =
    [
        new()
        {
            Flag = "--app-name",
            ValueName = "NAME",
            Help =
                "MLflow's server plugins, basic-auth among them. Not served: put a proxy that authenticates in front.",
            Apply = (_, text) =>
                throw new FormatException(
                    $"'{text}' is not served: Cairn has no such app, and would answer without its checks"
                ),
        },
        new()
        {
            Variable = "MLFLOW_AUTH_CONFIG_PATH",
            ValueName = "FILE",
            Help = "The configuration of MLflow's basic-auth app, which is not served.",
            IsIgnored = true,
        },
        new()
        {
            Variable = "MLFLOW_FLASK_SERVER_SECRET_KEY",
            ValueName = "KEY",
            Help = "A key of MLflow's basic-auth app, which is not served.",
            IsIgnored = true,
        },
        new()
        {
            Flag = "--expose-prometheus",
            Variable = "MLFLOW_EXPOSE_PROMETHEUS",
            ValueName = "FOLDER",
            Help =
                "Where Python servers gather metrics of their processes. One process needs no such folder: /metrics is always there.",
            IsIgnored = true,
        },
        new()
        {
            Flag = "--enable-workspaces",
            NegativeFlag = "--disable-workspaces",
            Variable = "MLFLOW_ENABLE_WORKSPACES",
            Default = "off",
            Help = "Workspaces. Not served.",
            Apply = (options, text) =>
                SettingText.Switch(text) ? throw new FormatException("workspaces are not served") : options,
        },
        new()
        {
            Flag = "--workspace-store-uri",
            ValueName = "URI",
            Help = "Where workspaces are kept. Not served.",
            IsIgnored = true,
        },
    ];
}
