namespace Cairn.Core.Artifacts;

/// <summary>
/// Opens the stores of some URI schemes. Opening is cheap and does no I/O; the same store is given again for the same
/// place.
/// </summary>
public interface IArtifactStoreFactory
{
    /// <summary>Whether this factory opens such URIs.</summary>
    bool Handles(ArtifactUri uri);

    /// <summary>Refuses a URI that this factory can never open. Does no I/O.</summary>
    /// <exception cref="Errors.CairnException">INVALID_PARAMETER_VALUE naming the part that is wrong.</exception>
    void DemandWellFormed(ArtifactUri uri) { }

    /// <summary>The store that a URI lies in, and its path there.</summary>
    /// <exception cref="Errors.CairnException">INVALID_PARAMETER_VALUE or PERMISSION_DENIED when the URI names no
    /// usable place.</exception>
    ArtifactPlace Open(ArtifactUri uri);
}

/// <summary>A path in a store.</summary>
/// <param name="Store">The store.</param>
/// <param name="Path">A file or folder in it.</param>
public readonly record struct ArtifactPlace(IArtifactStore Store, ArtifactPath Path)
{
    /// <summary>The folder of the store that the URI named.</summary>
    public ArtifactPath Root { get; init; }

    /// <summary>A place below this one.</summary>
    public ArtifactPlace At(ArtifactPath below) => this with { Path = Path.Join(below) };

    /// <summary>
    /// A failure of the store as a client is told of it: with the path that he knows, which begins behind the root.
    /// </summary>
    public NoSuchArtifactException Told(NoSuchArtifactException failure) => new(failure.Path.Below(Root));
}
