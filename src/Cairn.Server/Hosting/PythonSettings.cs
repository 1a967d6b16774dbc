using Cairn.Server.Settings;

namespace Cairn.Server.Hosting;

/// <summary>Flags of <c>mlflow server</c> that only concern Python servers.</summary>
internal static class PythonSettings
{
    public static IReadOnlyList<Setting<ServerOptions>> All { get; } =
    [
        Ignored("--workers", "N", "MLFLOW_WORKERS") with
        {
            Aliases = ["-w"],
        },
        Ignored("--gunicorn-opts", "TEXT"),
        Ignored("--waitress-opts", "TEXT"),
        Ignored("--uvicorn-opts", "TEXT"),
        Ignored("--secrets-cache-ttl", "SECONDS"),
        Ignored("--secrets-cache-max-size", "N"),
        Ignored("--dev", null),
    ];

    private static Setting<ServerOptions> Ignored(string flag, string? valueName, string? variable = null) =>
        new()
        {
            Flag = flag,
            ValueName = valueName,
            Variable = variable,
            Help = "Accepted for existing commands; without effect here.",
            IsIgnored = true,
        };
}
