using Cairn.Core.Webhooks;
using Cairn.Server.Settings;

namespace Cairn.Server.Webhooks;

/// <summary>How webhooks are called.</summary>
internal static class WebhookSettings
{
    public static IReadOnlyList<Setting<WebhookOptions>> All { get; } =
    [
        new()
        {
            Variable = "MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY",
            ValueName = "KEY",
            Help =
                "Encrypts the secrets of webhooks in the database: 32 bytes in URL-safe base64, the same on every replica.",
            Apply = (options, text) => options with { Encryption = new Fernet(text) },
        },
        new()
        {
            Variable = "MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS",
            Default = "off",
            Help =
                "Let webhooks call this machine and private networks. Whoever may create a webhook can then reach them.",
            Apply = (options, text) => options with { AllowPrivateAddresses = SettingText.Switch(text) },
        },
        new()
        {
            Variable = "MLFLOW_WEBHOOK_ALLOWED_SCHEMES",
            ValueName = "SCHEMES",
            Default = "https",
            Help = "Schemes that a webhook's URL may have, comma-separated: https, http.",
            Apply = (options, text) => options with { AllowedSchemes = SettingText.List(text) },
        },
        new()
        {
            Variable = "MLFLOW_WEBHOOK_REQUEST_TIMEOUT",
            ValueName = "SECONDS",
            Default = "30",
            Help = "How long a webhook's target may take to answer.",
            Apply = (options, text) => options with { RequestTimeout = SettingText.Number(text, 1, 600) },
        },
        new()
        {
            Variable = "MLFLOW_WEBHOOK_REQUEST_MAX_RETRIES",
            ValueName = "N",
            Default = "3",
            Help = "How often a failed call of a webhook is tried again.",
            Apply = (options, text) => options with { MaxRetries = SettingText.Number(text, 0, 100) },
        },
    ];
}
