using Cairn.Server.Settings;

namespace Cairn.Server.Security;

/// <summary>Who may call, from where.</summary>
internal static class SecuritySettings
{
    public static IReadOnlyList<Setting<SecurityOptions>> All { get; } =
    [
        new()
        {
            Flag = "--allowed-hosts",
            Variable = "MLFLOW_SERVER_ALLOWED_HOSTS",
            ValueName = "HOSTS",
            Default = "this machine and private addresses",
            Help =
                "Host headers to accept, comma-separated: mlflow.example.com, *.example.com, name:5000, 10.1.*, 10.0.0.0/8, or * for all.",
            Apply = (options, text) => options with { AllowedHosts = SettingText.List(text) },
        },
        new()
        {
            Flag = "--cors-allowed-origins",
            Variable = "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS",
            ValueName = "ORIGINS",
            Default = "pages of this machine",
            Help = "Origins whose pages may call this server, comma-separated: https://app.example.com, or * for all.",
            Apply = (options, text) => options with { CorsAllowedOrigins = SettingText.List(text) },
        },
        new()
        {
            Flag = "--x-frame-options",
            Variable = "MLFLOW_SERVER_X_FRAME_OPTIONS",
            ValueName = "SAMEORIGIN|DENY|NONE",
            Default = "SAMEORIGIN",
            Help = "The X-Frame-Options header; NONE leaves it out.",
            Apply = (options, text) =>
                options with
                {
                    XFrameOptions = SettingText.OneOf(
                        text,
                        ("SAMEORIGIN", "SAMEORIGIN"),
                        ("DENY", "DENY"),
                        ("NONE", "NONE")
                    ),
                },
        },
        new()
        {
            Flag = "--disable-security-middleware",
            Variable = "MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE",
            Help = "Check neither Host nor Origin, and send no security headers.",
            Apply = (options, text) => options with { DisableSecurityMiddleware = SettingText.Switch(text) },
        },
    ];
}
