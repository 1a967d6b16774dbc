using System.Net;

namespace Cairn.Server.Hosting;

/// <summary>What a starting server says: where to go, where data lives, which version. Never a secret.</summary>
/// <param name="Url">The URL to open.</param>
/// <param name="Listening">The addresses that are listened on.</param>
/// <param name="Database">The database, without its password.</param>
/// <param name="Artifacts">Where artifacts go.</param>
internal sealed record Banner(string Url, string Listening, string Database, string Artifacts)
{
    public static Banner Of(ServerOptions options, IReadOnlyCollection<string> addresses)
    {
        var url = Openable(addresses.First()) + options.StaticPrefix;
        return new(url, string.Join(", ", addresses), DataPlaces.Database(options), DescribeArtifacts(options));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"""

              Cairn {ServerVersion.Cairn}, serving the API of MLflow {ServerVersion.Mlflow}

              open       {Url}
              listening  {Listening}
              database   {Database}
              artifacts  {Artifacts}


            """;

    private static string DescribeArtifacts(ServerOptions options) =>
        options.ServeArtifacts
            ? $"{DataPlaces.Artifacts(options)} (through this server), new experiments at {SafeUri.Mask(options.ArtifactRoot)}"
            : $"{DataPlaces.Artifacts(options)} (clients send them there themselves)";

    /// <summary>A browser cannot open the address that stands for all addresses.</summary>
    private static string Openable(string address)
    {
        var uri = new Uri(address);
        return
            IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip)
            && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))
            ? $"{uri.Scheme}://127.0.0.1:{uri.Port}"
            : address;
    }
}
