namespace Cairn.Core.Artifacts;

/// <summary>The ability of a store to bring files back from an archive in which they cannot be read.</summary>
public interface IRehydration
{
    /// <summary>
    /// Begins to bring back a file, or all files below a folder, that are archived. That takes hours.
    /// </summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="tier">Where to: Hot, Cool or Cold.</param>
    /// <param name="urgent">Whether the store's faster and dearer way is taken.</param>
    /// <param name="begun">Hears the path of each file that is on its way.</param>
    /// <param name="ct">Cancels.</param>
    Task RehydrateAsync(ArtifactPath path, string tier, bool urgent, IProgress<string> begun, CancellationToken ct);
}
