using Cairn.Server.Settings;

namespace Cairn.Server.Artifacts;

/// <summary>The settings of <see cref="ArtifactOptions"/>.</summary>
internal static class ArtifactSettings
{
    public const string Destination = "--artifacts-destination";
    public const string DefaultRoot = "--default-artifact-root";

    public static IReadOnlyList<Setting<ArtifactOptions>> All { get; } =
    [
        new()
        {
            Flag = "--serve-artifacts",
            NegativeFlag = "--no-serve-artifacts",
            Variable = "MLFLOW_SERVE_ARTIFACTS",
            Default = "on",
            Help = "Let clients send and fetch artifacts through this server.",
            Apply = (options, text) => options with { ServeArtifacts = SettingText.Switch(text) },
        },
        new()
        {
            Flag = Destination,
            Variable = "MLFLOW_ARTIFACTS_DESTINATION",
            ValueName = "FOLDER|URI",
            Default = "./mlartifacts",
            Help = "Where artifacts sent through this server are kept.",
            Apply = (options, text) => options with { Destination = text.Trim() },
        },
        new()
        {
            Flag = DefaultRoot,
            Variable = "MLFLOW_DEFAULT_ARTIFACT_ROOT",
            ValueName = "FOLDER|URI",
            Default = "mlflow-artifacts:/ when artifacts are served, else ./mlruns",
            Help = "Where new experiments keep their artifacts.",
            Apply = (options, text) => options with { DefaultRoot = text.Trim() },
        },
        new()
        {
            Flag = "--artifacts-only",
            Variable = "MLFLOW_ARTIFACTS_ONLY",
            Help = "Serve artifacts and nothing else.",
            Apply = (options, text) => options with { ArtifactsOnly = SettingText.Switch(text) },
        },
        new()
        {
            Variable = "MLFLOW_ARTIFACT_LOCATION_MAX_LENGTH",
            ValueName = "N",
            Default = "2048",
            Help = "The longest artifact location that an experiment may have, in characters.",
            Apply = (options, text) => options with { MaxLocationLength = SettingText.Number(text, 1, 1_000_000) },
        },
        new()
        {
            Variable = "MLFLOW_ARTIFACT_UPLOAD_DOWNLOAD_TIMEOUT",
            ValueName = "SECONDS",
            Default = "600",
            Help = "How long one transfer to or from the artifact store may take.",
            Apply = (options, text) =>
                options with
                {
                    TransferTimeout = TimeSpan.FromSeconds(SettingText.Number(text, 1, 1_000_000)),
                },
        },
        new()
        {
            Variable = "MLFLOW_PRESIGNED_DOWNLOAD_URL_TTL_SECONDS",
            ValueName = "SECONDS",
            Default = "300",
            Help = "How long a signed download URL lives.",
            Apply = (options, text) =>
                options with
                {
                    PresignedDownloadLifetime = TimeSpan.FromSeconds(SettingText.Number(text, 1, 604_800)),
                },
        },
    ];
}
