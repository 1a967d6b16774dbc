using Cairn.Server.Settings;
using Microsoft.Extensions.Logging;

namespace Cairn.Server.Logging;

/// <summary>What is logged, and how.</summary>
internal static class LogSettings
{
    public static IReadOnlyList<Setting<LogOptions>> All { get; } =
    [
        new()
        {
            Flag = "--log-format",
            Variable = "CAIRN_LOG_FORMAT",
            ValueName = "text|json",
            Default = "text",
            Help = "One line of text or one JSON object per log record.",
            Apply = (options, text) =>
                options with
                {
                    Format = SettingText.OneOf(text, ("text", LogFormat.Text), ("json", LogFormat.Json)),
                },
        },
        new()
        {
            Flag = "--log-level",
            Variable = "MLFLOW_LOGGING_LEVEL",
            ValueName = "LEVEL",
            Default = "INFO",
            Help = "The least that is logged: DEBUG, INFO, WARNING, ERROR or CRITICAL.",
            Apply = (options, text) =>
                options with
                {
                    Level = SettingText.OneOf(
                        text,
                        ("DEBUG", LogLevel.Debug),
                        ("INFO", LogLevel.Information),
                        ("WARNING", LogLevel.Warning),
                        ("WARN", LogLevel.Warning),
                        ("ERROR", LogLevel.Error),
                        ("CRITICAL", LogLevel.Critical),
                        ("NOTSET", LogLevel.Trace)
                    ),
                },
        },
    ];
}
