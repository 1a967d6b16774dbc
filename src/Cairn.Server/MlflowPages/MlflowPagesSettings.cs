using Cairn.Server.Settings;

namespace Cairn.Server.MlflowPages;

/// <summary>The settings of <see cref="MlflowPagesOptions"/>.</summary>
internal static class MlflowPagesSettings
{
    public static IReadOnlyList<Setting<MlflowPagesOptions>> All { get; } =
    [
        new()
        {
            Flag = "--ui-dir",
            Variable = "CAIRN_UI_DIR",
            ValueName = "DIR",
            Help =
                "Serve MLflow's own web pages at /mlflow-ui/ from this folder: mlflow/server/js/build of the Python package.",
            Apply = (options, text) => options with { Directory = text },
        },
        new()
        {
            Flag = "--ui-home",
            Variable = "CAIRN_UI_HOME",
            ValueName = "PAGES",
            Default = "cairn",
            Help = "Which pages are served at /: cairn, or mlflow (requires --ui-dir).",
            Apply = (options, text) =>
                options with
                {
                    AreHome = SettingText.OneOf<bool>(text, ("cairn", false), ("mlflow", true)),
                },
        },
    ];
}
