using Cairn.Server.Settings;

namespace Cairn.Server.Api;

/// <summary>The settings of <see cref="ApiOptions"/>.</summary>
internal static class ApiSettings
{
    public static IReadOnlyList<Setting<ApiOptions>> All { get; } =
    [
        new()
        {
            Flag = "--static-prefix",
            Variable = "MLFLOW_STATIC_PREFIX",
            ValueName = "PATH",
            Help = "Prefix of every path, such as /mlflow, for a reverse proxy that also serves other applications.",
            Apply = (options, text) => options with { StaticPrefix = text.Trim().TrimEnd('/') },
        },
    ];
}
