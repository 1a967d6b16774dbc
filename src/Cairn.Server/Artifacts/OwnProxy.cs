using Cairn.Core.Artifacts;
using Cairn.Server.Api;
using Cairn.Server.Listening;
using Cairn.Server.Security;

namespace Cairn.Server.Artifacts;

/// <summary>
/// Recognizes http(s) locations that are this server's own artifact proxy, so that they are read from the destination
/// and never over the network. The address of this server is what <c>--default-artifact-root</c>, <c>--host</c> and
/// <c>--allowed-hosts</c> say, not what a client says.
/// </summary>
internal sealed class OwnProxy(
    ArtifactOptions artifacts,
    ApiOptions api,
    ListenOptions listen,
    SecurityOptions security
)
{
    private readonly HostPattern[] _names =
    [
        .. security.AllowedHosts.Where(name => name != "*").Select(HostPattern.TryParse).OfType<HostPattern>(),
    ];

    private readonly string? _root =
        artifacts.ServeArtifacts && ArtifactUri.SchemeOf(artifacts.Root) is "http" or "https"
            ? ArtifactUri.Parse(artifacts.Root).Authority
            : null;

    /// <summary>Whether a location on a proxy is below this server's destination.</summary>
    public bool Contains(ProxyUri uri) =>
        artifacts.ServeArtifacts
        && (
            uri.Authority.Equals(_root, StringComparison.OrdinalIgnoreCase)
            || (uri.Prefix == api.StaticPrefix && HostName.TryParse(uri.Authority) is { } host && IsOwn(host))
        );

    private bool IsOwn(HostName host) =>
        Array.Exists(_names, name => name.Matches(host))
        || (
            host.Port == listen.Port
            && (
                (host.Address is { } ip && System.Net.IPAddress.IsLoopback(ip))
                || host.Name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || host.Name.Equals(listen.Host, StringComparison.OrdinalIgnoreCase)
            )
        );
}
