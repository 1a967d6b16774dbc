using Cairn.ConformanceTests.Azure;
using Cairn.ConformanceTests.Databases;

namespace Cairn.ChartTests.Pods;

/// <summary>Real backends as values of the chart.</summary>
internal static class Backends
{
    /// <summary>A database of a server of this machine.</summary>
    public static string[] Postgres(PostgresServer server, string uri) =>
        [
            "backendStore.postgres.enabled=true",
            "backendStore.postgres.host=127.0.0.1",
            $"backendStore.postgres.port={server.Port}",
            $"backendStore.postgres.database={new Uri(uri).AbsolutePath.Trim('/')}",
            $"backendStore.postgres.user={PostgresServer.User}",
            $"backendStore.postgres.password={PostgresServer.Password}",
        ];

    /// <summary>Where the guide's account is found on this machine.</summary>
    public static string[] Azure(Azurite azurite) =>
        [
            $"artifactRoot.azureBlob.endpoint=http://127.0.0.1:{azurite.Port}",
            "artifactRoot.azureBlob.createContainer=true",
        ];
}
