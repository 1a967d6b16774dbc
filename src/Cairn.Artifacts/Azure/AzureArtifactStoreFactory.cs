using Cairn.Artifacts.Azure.Accounts;
using Cairn.Artifacts.Azure.Credentials;
using Cairn.Artifacts.Azure.Dfs;
using Cairn.Artifacts.Azure.Failures;
using Cairn.Artifacts.Azure.Locations;
using Cairn.Artifacts.Shared;
using Cairn.Azure.Clouds;
using Cairn.Azure.Troubles;
using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Microsoft.Extensions.Logging;

namespace Cairn.Artifacts.Azure;

/// <summary>
/// Opens <c>wasbs:</c>, <c>wasb:</c>, <c>abfss:</c>, <c>abfs:</c> and <c>https:</c> URIs of Azure storage.
/// </summary>
public sealed class AzureArtifactStoreFactory : IArtifactStoreFactory, IDisposable
{
    private const int FurtherBlocks = 12;
    private const int MostKept = 256;
    private readonly AzureOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lazy<AzureCredentials> _credentials;
    private readonly BlockBuffers _buffers;
    private readonly IReadOnlyList<ArtifactUri> _trusted;
    private readonly Lazy<HashSet<string>> _trustedOrigins;
    private readonly RecentlyUsed<(Uri Service, string? Sas), AzureAccount> _accounts = new(MostKept);
    private readonly RecentlyUsed<ContainerLocation, IArtifactStore> _stores = new(MostKept);

    /// <summary>A factory; one serves the whole process.</summary>
    /// <param name="options">How storage is used, and the environment.</param>
    /// <param name="trusted">Artifact URIs that the operator configured: their hosts may be other than Azure's.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Hears what goes on, without secrets.</param>
    public AzureArtifactStoreFactory(AzureOptions options, IEnumerable<string> trusted, TimeProvider time, ILogger log)
    {
        (_options, _time, _log) = (options, time, log);
        _credentials = new(() => new(options.Settings, options.Transport, log));
        _buffers = new(options.BlockSize, FurtherBlocks);
        _trusted =
        [
            .. trusted.Where(uri => IsScheme(ArtifactUri.SchemeOf(uri))).Select(ArtifactUri.Parse).Where(IsNoProxy),
        ];
        _trustedOrigins = new(() => new(_trusted.Select(OriginOf), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>How many locations are kept open.</summary>
    internal int Kept => Math.Max(_accounts.Count, _stores.Count);

    /// <inheritdoc/>
    /// <remarks>An http(s) URI only if its host is Azure's or one that the operator configured.</remarks>
    public bool Handles(ArtifactUri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return IsScheme(uri.Scheme) && IsNoProxy(uri) && (uri.Scheme is not ("https" or "http") || IsStorageHost(uri));
    }

    /// <inheritdoc/>
    public void DemandWellFormed(ArtifactUri uri)
    {
        var (location, _) = AzureUriParser.Parse(uri, _options.Settings);
        AzureUriParser.DemandClear(uri, location);
    }

    /// <inheritdoc/>
    public ArtifactPlace Open(ArtifactUri uri)
    {
        var (location, folder) = AzureUriParser.Parse(uri, _options.Settings);
        if (location.IsForeign && !IsTrusted(StorageEndpoint.Origin(location.Service)))
        {
            throw new CairnException(
                ErrorCode.PermissionDenied,
                $"The storage host '{location.Service.Authority}' is neither Azure's nor one that this server is configured with; AZURE_STORAGE_ENDPOINT names the host of a private cloud.".See(
                    "foreign-host"
                )
            );
        }

        AzureUriParser.DemandClear(uri, location);
        return new(_stores.GetOrAdd(location, Store), folder) { Root = folder };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _buffers.Dispose();
        foreach (var account in _accounts.Values())
        {
            account.Dispose();
        }
    }

    private static bool IsScheme(string? scheme) =>
        scheme is "wasbs" or "wasb" or "abfss" or "abfs" or "https" or "http";

    private static bool IsNoProxy(ArtifactUri uri) => ProxyUri.Of(uri) is null;

    private bool IsStorageHost(ArtifactUri uri) =>
        _trusted.Any(trusted => trusted.Authority.Equals(uri.Authority, StringComparison.OrdinalIgnoreCase))
        || (
            Uri.TryCreate($"{uri.Scheme}://{uri.Authority}", UriKind.Absolute, out var host)
            && (AzureCloud.OfHost(host.Host) is not null || IsTrusted(StorageEndpoint.Origin(host)))
        );

    private string OriginOf(ArtifactUri uri) =>
        StorageEndpoint.Origin(AzureUriParser.Parse(uri, _options.Settings).Location.Service);

    /// <summary>Whether the operator named this host. A client's own signature is no reason to go elsewhere.</summary>
    private bool IsTrusted(string origin) =>
        _trustedOrigins.Value.Contains(origin)
        || StorageEndpoint.Configured(_options.Settings).Contains(origin, StringComparer.OrdinalIgnoreCase);

    private IArtifactStore Store(ContainerLocation location)
    {
        var account = _accounts.GetOrAdd(
            (location.Service, location.Sas),
            _ => new AzureAccount(location, _credentials.Value.Resolve(location), _options, _time, _log)
        );
        var failures = new AzureFailures(location, account.Credential.Source, account.Sas, _time, _log);
        return location.IsDfs
            ? new DfsArtifactStore(
                new(location, account.Credential, account.Pipeline),
                _options,
                _buffers,
                failures,
                _time
            )
            : new AzureBlobArtifactStore(location, account, _options, _buffers, failures);
    }
}
