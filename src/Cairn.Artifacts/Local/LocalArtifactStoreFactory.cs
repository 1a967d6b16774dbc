using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.Artifacts.Local;

/// <summary>
/// Opens folders of this machine: only those that the server was configured with, and what lies in them.
/// </summary>
public sealed class LocalArtifactStoreFactory : IArtifactStoreFactory, IDisposable
{
    private readonly List<(string Root, LocalArtifactStore Store)> _stores;

    /// <param name="roots">The folders, as the configuration gives them; locations that are not local are passed
    /// over.</param>
    /// <param name="time">The clock.</param>
    public LocalArtifactStoreFactory(IEnumerable<string> roots, TimeProvider time)
    {
        _stores =
        [
            .. from root in roots
            where ArtifactUri.SchemeOf(root) is null or "file"
            let folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(ArtifactUri.Parse(root).Path))
            group folder by folder into same
            select (same.Key, new LocalArtifactStore(same.Key, time)),
        ];
    }

    /// <inheritdoc/>
    public bool Handles(ArtifactUri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.IsLocal;
    }

    /// <inheritdoc/>
    public ArtifactPlace Open(ArtifactUri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(uri.Path));
        foreach (var (root, store) in _stores)
        {
            if (folder == root)
            {
                return new(store, ArtifactPath.Root);
            }

            if (folder.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                return new(
                    store,
                    folder[(root.Length + 1)..]
                        .Split(Path.DirectorySeparatorChar)
                        .Aggregate(ArtifactPath.Root, (path, name) => path.Entry(name))
                );
            }
        }

        throw new CairnException(
            ErrorCode.PermissionDenied,
            "These artifacts are in a folder that this server was not configured to serve."
        );
    }

    /// <summary>Closes the stores.</summary>
    public void Dispose() => _stores.ForEach(s => s.Store.Dispose());
}
