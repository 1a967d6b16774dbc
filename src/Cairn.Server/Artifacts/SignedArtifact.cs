using Cairn.Core.Artifacts;

namespace Cairn.Server.Artifacts;

/// <summary>Asks a store for a signed download.</summary>
internal static class SignedArtifact
{
    /// <summary>The signed download of a file.</summary>
    /// <exception cref="NoSuchArtifactException">There is no such file; the path is the one that the client
    /// knows.</exception>
    public static async Task<SignedDownload> OfAsync(
        ISignedDownloads downloads,
        ArtifactPlace place,
        DownloadTerms terms,
        CancellationToken ct
    )
    {
        try
        {
            return await downloads.SignDownloadAsync(place.Path, terms, ct);
        }
        catch (NoSuchArtifactException e)
        {
            throw place.Told(e);
        }
    }
}
