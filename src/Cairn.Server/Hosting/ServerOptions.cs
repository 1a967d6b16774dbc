using Cairn.Artifacts.Azure;
using Cairn.Server.Artifacts;
using Cairn.Server.Logging;
using Cairn.Server.Monitoring;
using Cairn.Server.Webhooks;
using Microsoft.Extensions.Logging;

namespace Cairn.Server.Hosting;

/// <summary>Everything that can be configured, after flags, environment and defaults were weighed.</summary>
public sealed record ServerOptions
{
    /// <summary>SQLAlchemy URI of the database.</summary>
    public string BackendStoreUri { get; init; } = "sqlite:///mlflow.db";

    /// <summary>Whether the database's password is an Entra ID token.</summary>
    public bool BackendStoreEntra { get; init; }

    /// <summary>
    /// Whether a database of an earlier MLflow is upgraded on start; otherwise the server refuses it.
    /// </summary>
    public bool UpgradeDatabase { get; init; }

    /// <summary>SQLAlchemy URI of the registry's database; null when it shares the other.</summary>
    public string? RegistryStoreUri { get; init; }

    /// <summary>
    /// Where new experiments keep their artifacts; null takes <c>mlflow-artifacts:/</c> when artifacts are served, else
    /// <c>./mlruns</c>.
    /// </summary>
    public string? DefaultArtifactRoot { get; init; }

    /// <summary>Where proxied artifacts go: a folder or a URI.</summary>
    public string ArtifactsDestination { get; init; } = "./mlartifacts";

    /// <summary>Whether clients may send artifacts through this server.</summary>
    public bool ServeArtifacts { get; init; } = true;

    /// <summary>Whether only the artifact proxy is served.</summary>
    public bool ArtifactsOnly { get; init; }

    /// <summary>
    /// Whether downloads of larger files are redirected to a signed URL of the store, where it can make one.
    /// </summary>
    public bool RedirectDownloads { get; init; }

    /// <summary>Whether the server stops when its artifact store fails the check at start.</summary>
    public bool RequireStore { get; init; }

    /// <summary>How Azure storage is used.</summary>
    public AzureOptions Azure { get; init; } = new();

    /// <summary>Which access tier new files of which experiments get; the first rule that fits counts.</summary>
    public IReadOnlyList<AccessTierRule> AccessTierRules { get; init; } = [];

    /// <summary>How webhooks are called.</summary>
    public WebhookOptions Webhooks { get; init; } = new();

    /// <summary>The address to listen on.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port to listen on; 0 takes a free one.</summary>
    public int Port { get; init; } = 5000;

    /// <summary>How long requests are still accepted once the server is to stop.</summary>
    public TimeSpan ShutdownDelay { get; init; }

    /// <summary>What every path begins with, such as <c>/mlf</c>; empty for none.</summary>
    public string StaticPrefix { get; init; } = "";

    /// <summary>Host headers to accept; empty accepts this machine and private addresses.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Origins that may call from a browser; empty accepts pages of this machine.</summary>
    public IReadOnlyList<string> CorsAllowedOrigins { get; init; } = [];

    /// <summary>Turns the checks of Host and Origin off.</summary>
    public bool DisableSecurityMiddleware { get; init; }

    /// <summary>The X-Frame-Options header; <c>NONE</c> leaves it out.</summary>
    public string XFrameOptions { get; init; } = "SAMEORIGIN";

    /// <summary>The longest artifact location, in characters.</summary>
    public int ArtifactLocationMaxLength { get; init; } = 2048;

    /// <summary>How long one transfer to or from the artifact store may take.</summary>
    public TimeSpan ArtifactTransferTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a signed download URL lives.</summary>
    public TimeSpan PresignedDownloadLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What the source of a new model version must match; null sets no rule.</summary>
    public string? ModelVersionSourceRegex { get; init; }

    /// <summary>How log records are written.</summary>
    public LogFormat LogFormat { get; init; } = LogFormat.Text;

    /// <summary>The least that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>What is told to a collector.</summary>
    public TelemetryOptions Telemetry { get; init; } = new();

    /// <summary>How long a client may take to send a JSON body.</summary>
    public TimeSpan RequestBodyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a client may take to send the headers of a request.</summary>
    public TimeSpan RequestHeadersTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where new experiments keep their artifacts, after the defaults.</summary>
    public string ArtifactRoot => DefaultArtifactRoot ?? (ServeArtifacts ? "mlflow-artifacts:/" : "./mlruns");
}
