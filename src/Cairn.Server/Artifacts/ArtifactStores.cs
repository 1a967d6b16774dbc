using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.Server.Artifacts;

/// <summary>Finds the store of an artifact URI.</summary>
internal sealed class ArtifactStores
{
    private readonly IArtifactStoreFactory[] _factories;
    private readonly Lazy<ArtifactPlace> _destination;

    public ArtifactStores(IEnumerable<IArtifactStoreFactory> factories, ArtifactOptions options)
    {
        _factories = [.. factories];
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
        return parsed.Scheme == "mlflow-artifacts" ? Destination.At(ArtifactPath.Parse(parsed.Path)) : Open(parsed);
    }

    private ArtifactPlace Open(ArtifactUri uri) =>
        Array.Find(_factories, f => f.Handles(uri))?.Open(uri)
        ?? throw CairnException.Invalid($"This server cannot read artifacts of the scheme '{uri.Scheme}'.");
}
