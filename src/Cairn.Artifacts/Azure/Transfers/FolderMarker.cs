namespace Cairn.Artifacts.Azure.Transfers;

/// <summary>
/// Hadoop's drivers and accounts with a hierarchical namespace mark folders by empty blobs with this in their metadata.
/// </summary>
internal static class FolderMarker
{
    public static bool Is(IDictionary<string, string>? metadata) =>
        metadata is { Count: > 0 }
        && metadata.Any(m =>
            m.Key.Equals("hdi_isfolder", StringComparison.OrdinalIgnoreCase)
            && m.Value.Equals("true", StringComparison.OrdinalIgnoreCase)
        );
}
