using Cairn.Server.Api;
using Cairn.Server.Artifacts;
using Cairn.Server.GraphQl;
using Cairn.Server.Listening;
using Cairn.Server.Logging;
using Cairn.Server.MlflowPages;
using Cairn.Server.Monitoring;
using Cairn.Server.Registry;
using Cairn.Server.Security;
using Cairn.Server.Storage;
using Cairn.Server.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Server.Hosting;

/// <summary>
/// The configuration of a server: one options record per feature, each beside its feature. A feature depends on its own
/// record only.
/// </summary>
public sealed record ServerOptions
{
    /// <summary>Where the server listens.</summary>
    public ListenOptions Listen { get; init; } = new();

    /// <summary>Where the API is served.</summary>
    public ApiOptions Api { get; init; } = new();

    /// <summary>The databases.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>Where artifacts are stored.</summary>
    public ArtifactOptions Artifacts { get; init; } = new();

    /// <summary>What the model registry accepts.</summary>
    public RegistryOptions Registry { get; init; } = new();

    /// <summary>Which hosts and origins may call.</summary>
    public SecurityOptions Security { get; init; } = new();

    /// <summary>What a GraphQL query may ask for.</summary>
    public GraphQlOptions GraphQl { get; init; } = new();

    /// <summary>Where MLflow's own web pages are served from.</summary>
    public MlflowPagesOptions MlflowPages { get; init; } = new();

    /// <summary>How webhooks are called.</summary>
    public WebhookOptions Webhooks { get; init; } = new();

    /// <summary>What is logged.</summary>
    public LogOptions Logging { get; init; } = new();

    /// <summary>What is sent to a collector.</summary>
    public TelemetryOptions Telemetry { get; init; } = new();

    /// <summary>Registers each feature's options.</summary>
    internal void AddTo(IServiceCollection services) =>
        services
            .AddSingleton(Listen)
            .AddSingleton(Api)
            .AddSingleton(Storage)
            .AddSingleton(Artifacts)
            .AddSingleton(Registry)
            .AddSingleton(Security)
            .AddSingleton(GraphQl)
            .AddSingleton(MlflowPages)
            .AddSingleton(Webhooks)
            .AddSingleton(Logging)
            .AddSingleton(Telemetry);
}
