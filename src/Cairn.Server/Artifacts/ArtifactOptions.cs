using Cairn.Artifacts.Azure.Accounts;
using Cairn.Core.Artifacts;
using Cairn.Core.Secrets;

namespace Cairn.Server.Artifacts;

/// <summary>Where artifacts are stored and how clients reach them.</summary>
public sealed record ArtifactOptions
{
    /// <summary>Where artifacts sent through this server are stored: a folder or a URI.</summary>
    public string Destination { get; init; } = "./mlartifacts";

    /// <summary>
    /// The artifact location of new experiments as configured; null takes <c>mlflow-artifacts:/</c> when artifacts are
    /// served, else <c>./mlruns</c>.
    /// </summary>
    public string? DefaultRoot { get; init; }

    /// <summary>Whether clients may send artifacts through this server.</summary>
    public bool ServeArtifacts { get; init; } = true;

    /// <summary>Whether the server serves artifacts and nothing else.</summary>
    public bool ArtifactsOnly { get; init; }

    /// <summary>
    /// Whether downloads of larger files are redirected to a signed URL of the store, where the store supports it.
    /// </summary>
    public bool RedirectDownloads { get; init; }

    /// <summary>Whether the server stops when its artifact store fails the check at start.</summary>
    public bool RequireStore { get; init; }

    /// <summary>
    /// Whether the check of the artifact store writes a file as configured; null writes when artifacts are served.
    /// </summary>
    public bool? CheckWritesAsConfigured { get; init; }

    /// <summary>Whether the check of the artifact store writes a file, after the default.</summary>
    public bool CheckWrites => CheckWritesAsConfigured ?? ServeArtifacts;

    /// <summary>How Azure storage is used.</summary>
    public AzureOptions Azure { get; init; } = new();

    /// <summary>The access tiers of new files by experiment tag; the first matching rule wins.</summary>
    public IReadOnlyList<AccessTierRule> AccessTierRules { get; init; } = [];

    /// <summary>The maximum length of an artifact location, in characters.</summary>
    public int MaxLocationLength { get; init; } = 2048;

    /// <summary>How long one transfer to or from the artifact store may take.</summary>
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a signed download URL is valid.</summary>
    public TimeSpan PresignedDownloadLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The artifact location of new experiments, after the defaults.</summary>
    /// <remarks>A folder is an absolute path: clients and later starts may have another working directory.</remarks>
    public string Root =>
        (DefaultRoot ?? (ServeArtifacts ? "mlflow-artifacts:/" : "./mlruns")) is var root
        && root.Length > 0
        && ArtifactUri.SchemeOf(root) is null
            ? Path.GetFullPath(root)
            : root;

    /// <summary>Where artifacts end up: behind this server when it serves them, else where clients send them.</summary>
    public string Location => ServeArtifacts ? Destination : Root;

    /// <summary><see cref="Location"/> as a full path or a URI without secrets.</summary>
    internal string Place =>
        Location.Contains(':', StringComparison.Ordinal) ? SafeUri.Mask(Location) : Path.GetFullPath(Location);
}
