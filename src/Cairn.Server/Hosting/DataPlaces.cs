using Cairn.Sql.Engine;

namespace Cairn.Server.Hosting;

/// <summary>Says where data lives, in whole paths and without secrets.</summary>
internal static class DataPlaces
{
    /// <summary>The database.</summary>
    public static string Database(ServerOptions options) =>
        DatabaseUri.Parse(options.BackendStoreUri, Environment.GetEnvironmentVariable).ToString();

    /// <summary>Where artifacts end up: behind this server when it serves them, else where clients send them.</summary>
    public static string Artifacts(ServerOptions options) =>
        Place(options.ServeArtifacts ? options.ArtifactsDestination : options.ArtifactRoot);

    private static string Place(string place) =>
        place.Contains(':', StringComparison.Ordinal) ? SafeUri.Mask(place) : Path.GetFullPath(place);
}
