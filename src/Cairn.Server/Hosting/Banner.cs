using System.Net;
using Cairn.Core.Secrets;
using Cairn.Server.Artifacts;

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
        var url = Openable(addresses.First()) + options.Api.StaticPrefix;
        return new(url, string.Join(", ", addresses), options.Storage.Place, DescribeArtifacts(options.Artifacts));
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

    private static string DescribeArtifacts(ArtifactOptions options) =>
        options.ServeArtifacts
            ? $"{options.Place} (through this server), new experiments at {SafeUri.Mask(options.Root)}"
            : $"{options.Place} (clients send them there themselves)";

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
