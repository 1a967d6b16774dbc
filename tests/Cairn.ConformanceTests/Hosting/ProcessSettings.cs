using System.Collections;
using System.Globalization;
using Cairn.Core.Webhooks;
using Cairn.Server.Hosting;

namespace Cairn.ConformanceTests.Hosting;

/// <summary>The options of a test server as environment variables of a process.</summary>
internal static class ProcessSettings
{
    /// <summary>The key that test servers encrypt webhook secrets with.</summary>
    public const string EncryptionKey = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";

    /// <summary>Objects that tests replace, which no variable sets: a process has its own.</summary>
    private static readonly string[] _objects = ["Environment", "Settings", "Transport", "Encryption"];

    /// <summary>How the Azure tests keep small and quick, which changes no answer.</summary>
    private static readonly string[] _speeds = ["RetryDelay", "BlockSize"];

    /// <summary>Converts options to variables. Skips the test when an option has none.</summary>
    public static Dictionary<string, string> Of(ServerOptions options)
    {
        var variables = Variables(options);
        var read = ServerConfiguration.Read(new Dictionary<string, string>(), variables.GetValueOrDefault);
        var lost = Describe("", options).Except(Describe("", read.Options)).Concat(read.Errors).ToList();
        if (lost.Count > 0)
        {
            Assert.Skip("cannot be set from outside a process: " + string.Join(", ", lost));
        }

        return variables;
    }

    private static Dictionary<string, string> Variables(ServerOptions o)
    {
        var set = new Dictionary<string, string?>
        {
            ["MLFLOW_HOST"] = o.Listen.Host,
            ["MLFLOW_PORT"] = Text(o.Listen.Port),
            ["CAIRN_SHUTDOWN_DELAY"] = Text(o.Listen.ShutdownDelay.TotalSeconds),
            ["MLFLOW_STATIC_PREFIX"] = o.Api.StaticPrefix,
            ["MLFLOW_BACKEND_STORE_URI"] = o.Storage.BackendStoreUri,
            ["MLFLOW_REGISTRY_STORE_URI"] = o.Storage.RegistryStoreUri,
            ["CAIRN_UPGRADE_DB"] = Text(o.Storage.Upgrade),
            ["MLFLOW_ARTIFACTS_DESTINATION"] = o.Artifacts.Destination,
            ["MLFLOW_DEFAULT_ARTIFACT_ROOT"] = o.Artifacts.DefaultRoot,
            ["MLFLOW_SERVE_ARTIFACTS"] = Text(o.Artifacts.ServeArtifacts),
            ["MLFLOW_ARTIFACTS_ONLY"] = Text(o.Artifacts.ArtifactsOnly),
            ["CAIRN_ARTIFACT_TRANSFER"] = o.Artifacts.RedirectDownloads ? "redirect" : "proxy",
            ["CAIRN_REQUIRE_STORE"] = Text(o.Artifacts.RequireStore),
            ["MLFLOW_PRESIGNED_DOWNLOAD_URL_TTL_SECONDS"] = Text(o.Artifacts.PresignedDownloadLifetime.TotalSeconds),
            ["CAIRN_CREATE_CONTAINER"] = Text(o.Artifacts.Azure.CreateContainer),
            ["CAIRN_AZURE_ACCESS_TIER"] = o.Artifacts.Azure.AccessTier,
            ["CAIRN_AZURE_ACCESS_TIER_RULES"] = string.Join(
                ',',
                o.Artifacts.AccessTierRules.Select(r => $"{r.Tag}={r.Value}:{r.Tier}")
            ),
            ["MLFLOW_CREATE_MODEL_VERSION_SOURCE_VALIDATION_REGEX"] = o.Registry.ModelVersionSourceRegex,
            ["MLFLOW_SERVER_ALLOWED_HOSTS"] = string.Join(',', o.Security.AllowedHosts),
            ["MLFLOW_SERVER_CORS_ALLOWED_ORIGINS"] = string.Join(',', o.Security.CorsAllowedOrigins),
            ["MLFLOW_SERVER_X_FRAME_OPTIONS"] = o.Security.XFrameOptions,
            ["MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE"] = Text(o.Security.DisableSecurityMiddleware),
            ["MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY"] = Key(o.Webhooks.Encryption),
            ["MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS"] = Text(o.Webhooks.AllowPrivateAddresses),
            ["MLFLOW_WEBHOOK_ALLOWED_SCHEMES"] = string.Join(',', o.Webhooks.AllowedSchemes),
            ["MLFLOW_WEBHOOK_REQUEST_TIMEOUT"] = Text(o.Webhooks.RequestTimeout),
            ["MLFLOW_WEBHOOK_REQUEST_MAX_RETRIES"] = Text(o.Webhooks.MaxRetries),
        };
        foreach (var name in (string[])["CONNECTION_STRING", "ACCOUNT", "KEY", "SAS_TOKEN", "ENDPOINT"])
        {
            set["AZURE_STORAGE_" + name] = o.Artifacts.Azure.Settings["AZURE_STORAGE_" + name];
        }

        return set.Where(v => !string.IsNullOrEmpty(v.Value)).ToDictionary(v => v.Key, v => v.Value!);
    }

    private static string? Key(Fernet? encryption)
    {
        if (encryption is null)
        {
            return null;
        }

        if (new Fernet(EncryptionKey).Decrypt(encryption.Encrypt("x", TimeProvider.System.GetUtcNow())) is null)
        {
            Assert.Skip("a test's own encryption key cannot be read back");
        }

        return EncryptionKey;
    }

    /// <summary>Every option and its value, as lines.</summary>
    private static IEnumerable<string> Describe(string name, object? value) =>
        value switch
        {
            null => [$"{name} = null"],
            string text => [$"{name} = {text}"],
            IEnumerable list => [$"{name} = {string.Join(',', list.Cast<object>())}"],
            _ when value.GetType().Namespace!.StartsWith("Cairn", StringComparison.Ordinal)
                    && !value.GetType().IsEnum => value
                .GetType()
                .GetProperties()
                .Where(p => !_objects.Contains(p.Name) && !_speeds.Contains(p.Name))
                .SelectMany(p => Describe($"{name}.{p.Name}", p.GetValue(value))),
            _ => [$"{name} = {value}"],
        };

    private static string Text(object value) =>
        string.Format(CultureInfo.InvariantCulture, "{0}", value).ToLowerInvariant();
}
