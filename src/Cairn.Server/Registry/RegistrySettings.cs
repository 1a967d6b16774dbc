using Cairn.Server.Settings;

namespace Cairn.Server.Registry;

/// <summary>The settings of <see cref="RegistryOptions"/>.</summary>
internal static class RegistrySettings
{
    public const string SourceRegex = "MLFLOW_CREATE_MODEL_VERSION_SOURCE_VALIDATION_REGEX";

    public static IReadOnlyList<Setting<RegistryOptions>> All { get; } =
    [
        new()
        {
            Variable = SourceRegex,
            ValueName = "REGEX",
            Help = "Regular expression that the source of a new model version must match.",
            Apply = (options, text) => options with { ModelVersionSourceRegex = text },
        },
    ];
}
