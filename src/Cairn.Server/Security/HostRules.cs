using System.Net;
using System.Net.Sockets;

namespace Cairn.Server.Security;

/// <summary>
/// Which Host headers are accepted: a page of another site that resolves its own name to this server is not to reach
/// it.
/// </summary>
internal sealed class HostRules
{
    private static readonly IPNetwork[] _private =
    [
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("fc00::/7"),
    ];

    private readonly HostPattern[]? _patterns;
    private readonly string _own;
    private string? _lastAccepted; // Nearly all requests name the same host: remember it instead of parsing it again.

    /// <param name="options">The accepted hosts.</param>
    /// <param name="own">The address or name that the server listens on.</param>
    public HostRules(SecurityOptions options, string own)
    {
        _patterns =
            options.AllowedHosts.Count == 0
                ? null
                : [.. options.AllowedHosts.Select(HostPattern.TryParse).OfType<HostPattern>()];
        _own = own;
    }

    /// <summary>Whether a request with this Host header is to be answered.</summary>
    public bool Accepts(string? header)
    {
        if (string.IsNullOrEmpty(header))
        {
            return false;
        }

        if (header == _lastAccepted)
        {
            return true;
        }

        if (HostName.TryParse(header) is not { } host || !(_patterns?.Any(p => p.Matches(host)) ?? IsOwn(host)))
        {
            return false;
        }

        _lastAccepted = header;
        return true;
    }

    private bool IsOwn(HostName host) =>
        host.Address is { } ip
            ? IPAddress.IsLoopback(ip)
                || Array.Exists(_private, network => network.Contains(ip))
                || IsLinkLocal(ip)
                || (
                    IPAddress.TryParse(_own, out var own)
                    && own.Equals(ip)
                    && !own.Equals(IPAddress.Any)
                    && !own.Equals(IPAddress.IPv6Any)
                )
            : host.Name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || host.Name.Equals(_own, StringComparison.OrdinalIgnoreCase);

    private static bool IsLinkLocal(IPAddress ip) =>
        ip.AddressFamily == AddressFamily.InterNetworkV6 && ip.IsIPv6LinkLocal;
}
