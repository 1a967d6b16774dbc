namespace Cairn.Server.Hosting.Settings;

/// <summary>Every setting of <c>cairn server</c>, in the order of its help text.</summary>
public static class ServerSettings
{
    /// <summary>By what they concern.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<Setting> Settings)> Groups { get; } =
    [
        ("Where the server listens", ListenSettings.All),
        ("The database", StorageSettings.All),
        ("Artifacts", ArtifactSettings.All),
        ("Artifact stores", ArtifactStoreSettings.All),
        ("Security", SecuritySettings.All),
        ("Webhooks", WebhookSettings.All),
        ("Logs", LogSettings.All),
        ("Monitoring", MonitoringSettings.All),
        ("What Cairn does not serve", UnservedSettings.All),
        ("Accepted and without effect", PythonSettings.All),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All { get; } = [.. Groups.SelectMany(group => group.Settings)];
}
