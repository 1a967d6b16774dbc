using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.Server.Artifacts;

/// <summary>Finds the store of an artifact URI.</summary>
internal sealed class ArtifactStores : IArtifactPlaces
{
    private readonly IArtifactStoreFactory[] _factories;
    private readonly OwnProxy? _proxy;
    private readonly Lazy<ArtifactPlace> _destination;

    public ArtifactStores(IEnumerable<IArtifactStoreFactory> factories, ArtifactOptions options, OwnProxy? proxy = null)
    {
        _factories = [.. factories];
        _proxy = proxy;
        _destination = new(() => Open(ArtifactUri.Parse(options.Destination)), LazyThreadSafetyMode.PublicationOnly); // A failure is not kept: the next who asks tries again.
    }

    /// <summary>Where proxied artifacts go.</summary>
    public ArtifactPlace Destination => _destination.Value;

    /// <summary>
    /// The place that a URI names. <c>mlflow-artifacts:</c> is below the destination, whatever host it names.
    /// </summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE or PERMISSION_DENIED when this server cannot or must
    /// not read it.</exception>
    public ArtifactPlace Resolve(string? uri)
    {
        var parsed = ArtifactUri.Parse(uri ?? "");
        if (parsed.Scheme == "mlflow-artifacts")
        {
            return Destination.At(ArtifactPath.Parse(parsed.Path));
        }

        return ProxyUri.Of(parsed) is { } proxied ? OnProxy(proxied) : Open(parsed);
    }

    private ArtifactPlace OnProxy(ProxyUri uri) =>
        _proxy?.Contains(uri) == true
            ? Destination.At(ArtifactPath.Parse(uri.Path))
            : throw new CairnException(
                ErrorCode.PermissionDenied,
                $"These artifacts are on the artifact proxy of '{HostOf(uri.Authority)}', which is not an address of this server. "
                    + "If it is, name it with --default-artifact-root or --allowed-hosts; otherwise read them from that server."
            );

    private ArtifactPlace Open(ArtifactUri uri) =>
        Array.Find(_factories, f => f.Handles(uri))?.Open(uri) ?? throw Unreadable(uri);

    private static CairnException Unreadable(ArtifactUri uri) =>
        uri.Scheme is "http" or "https"
            ? new(
                ErrorCode.PermissionDenied,
                $"The host '{HostOf(uri.Authority)}' is neither Azure's nor one that this server is configured with."
            )
            : CairnException.Invalid($"This server cannot read artifacts of the scheme '{uri.Scheme}'.");

    /// <summary>The host without a user name or password.</summary>
    private static string HostOf(string authority) => authority[(authority.LastIndexOf('@') + 1)..];
}
