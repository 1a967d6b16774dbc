namespace Cairn.Server.Hosting.Validation;

/// <summary>All validators.</summary>
internal static class ServerOptionsValidators
{
    public static IReadOnlyList<IServerOptionsValidator> All { get; } =
    [
        new BackendStoreValidator(),
        new RegistryStoreValidator(),
        new ArtifactModeValidator(),
        new ArtifactUriValidator(),
        new HostValidator(),
        new StaticPrefixValidator(),
        new AllowedHostsValidator(),
        new CorsOriginsValidator(),
        new ModelSourceRegexValidator(),
    ];
}
