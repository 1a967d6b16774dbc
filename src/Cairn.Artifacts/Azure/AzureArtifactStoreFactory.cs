using Cairn.Artifacts.Azure.Accounts;
using Cairn.Artifacts.Azure.Credentials;
using Cairn.Artifacts.Azure.Dfs;
using Cairn.Artifacts.Azure.Failures;
using Cairn.Artifacts.Azure.Locations;
using Cairn.Artifacts.Shared;
using Cairn.Azure.Settings;
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
    private readonly HashSet<string> _trustedOrigins = new(StringComparer.OrdinalIgnoreCase);
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
        foreach (
            var uri in trusted
                .Where(uri => ArtifactUri.SchemeOf(uri) is not null)
                .Select(ArtifactUri.Parse)
                .Where(Handles)
        )
        {
            _trustedOrigins.Add(StorageEndpoint.Origin(AzureUriParser.Parse(uri, options.Settings).Location.Service));
        }
    }

    /// <summary>Refuses a URI of Azure storage that names no place in it; nothing is asked of the storage.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE naming the part that is wrong.</exception>
    public static void DemandWellFormed(ArtifactUri uri, AzureSettings settings)
    {
        if (IsAzure(uri))
        {
            AzureUriParser.Parse(uri, settings);
        }
    }

    /// <summary>How many locations are kept open.</summary>
    internal int Kept => Math.Max(_accounts.Count, _stores.Count);

    /// <inheritdoc/>
    public bool Handles(ArtifactUri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return IsAzure(uri);
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

    private static bool IsAzure(ArtifactUri uri) =>
        uri.Scheme is "wasbs" or "wasb" or "abfss" or "abfs" or "https" or "http";

    /// <summary>Whether the operator named this host. A client's own signature is no reason to go elsewhere.</summary>
    private bool IsTrusted(string origin) =>
        _trustedOrigins.Contains(origin)
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
