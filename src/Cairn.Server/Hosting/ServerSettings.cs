using Cairn.Server.Api;
using Cairn.Server.Artifacts;
using Cairn.Server.GraphQl;
using Cairn.Server.Listening;
using Cairn.Server.Logging;
using Cairn.Server.MlflowPages;
using Cairn.Server.Monitoring;
using Cairn.Server.Registry;
using Cairn.Server.Security;
using Cairn.Server.Settings;
using Cairn.Server.Storage;
using Cairn.Server.Webhooks;

namespace Cairn.Server.Hosting;

/// <summary>Every setting of <c>cairn server</c>, in the order of its help text.</summary>
public static class ServerSettings
{
    /// <summary>The settings, by topic.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<Setting<ServerOptions>> Settings)> Groups { get; } =
    [
        ("Where the server listens", [.. Listen(ListenSettings.All), .. Api(ApiSettings.All)]),
        ("The database", [.. Storage(StorageSettings.All)]),
        ("Artifacts", [.. Artifacts(ArtifactSettings.All)]),
        ("Artifact stores", [.. Artifacts(ArtifactStoreSettings.All)]),
        ("Model registry", [.. Registry(RegistrySettings.All)]),
        ("Security", [.. Security(SecuritySettings.All)]),
        ("MLflow's web pages", [.. MlflowPages(MlflowPagesSettings.All)]),
        ("GraphQL", [.. GraphQl(GraphQlSettings.All)]),
        ("Webhooks", [.. Webhooks(WebhookSettings.All)]),
        ("Logs", [.. Logging(LogSettings.All)]),
        ("Monitoring", [.. Telemetry(MonitoringSettings.All)]),
        ("What Cairn does not serve", UnservedSettings.All),
        ("Accepted and without effect", PythonSettings.All),
    ];

    /// <summary>All settings.</summary>
    public static IReadOnlyList<Setting<ServerOptions>> All { get; } = [.. Groups.SelectMany(group => group.Settings)];

    private static IEnumerable<Setting<ServerOptions>> Listen(IEnumerable<Setting<ListenOptions>> settings) =>
        settings.Select(s => s.Within<ServerOptions>(o => o.Listen, (o, part) => o with { Listen = part }));

    private static IEnumerable<Setting<ServerOptions>> Api(IEnumerable<Setting<ApiOptions>> settings) =>
        settings.Select(s => s.Within<ServerOptions>(o => o.Api, (o, part) => o with { Api = part }));

    private static IEnumerable<Setting<ServerOptions>> Storage(IEnumerable<Setting<StorageOptions>> settings) =>
        settings.Select(s => s.Within<ServerOptions>(o => o.Storage, (o, part) => o with { Storage = part }));

    private static IEnumerable<Setting<ServerOptions>> Artifacts(IEnumerable<Setting<ArtifactOptions>> settings) =>
        settings.Select(s => s.Within<ServerOptions>(o => o.Artifacts, (o, part) => o with { Artifacts = part }));

    private static IEnumerable<Setting<ServerOptions>> Registry(IEnumerable<Setting<RegistryOptions>> settings) =>
        settings.Select(s => s.Within<ServerOptions>(o => o.Registry, (o, part) => o with { Registry = part }));

    private static IEnumerable<Setting<ServerOptions>> Security(IEnumerable<Setting<SecurityOptions>> settings) =>
        settings.Select(s => s.Within<ServerOptions>(o => o.Security, (o, part) => o with { Security = part }));

    private static IEnumerable<Setting<ServerOptions>> GraphQl(IEnumerable<Setting<GraphQlOptions>> settings) =>
        settings.Select(s => s.Within<ServerOptions>(o => o.GraphQl, (o, part) => o with { GraphQl = part }));

    private static IEnumerable<Setting<ServerOptions>> MlflowPages(IEnumerable<Setting<MlflowPagesOptions>> settings) =>
        settings.Select(s => s.Within<ServerOptions>(o => o.MlflowPages, (o, part) => o with { MlflowPages = part }));

    private static IEnumerable<Setting<ServerOptions>> Webhooks(IEnumerable<Setting<WebhookOptions>> settings) =>
        settings.Select(s => s.Within<ServerOptions>(o => o.Webhooks, (o, part) => o with { Webhooks = part }));

    private static IEnumerable<Setting<ServerOptions>> Logging(IEnumerable<Setting<LogOptions>> settings) =>
        settings.Select(s => s.Within<ServerOptions>(o => o.Logging, (o, part) => o with { Logging = part }));

    private static IEnumerable<Setting<ServerOptions>> Telemetry(IEnumerable<Setting<TelemetryOptions>> settings) =>
        settings.Select(s => s.Within<ServerOptions>(o => o.Telemetry, (o, part) => o with { Telemetry = part }));
}
