using System.Net;
using System.Net.Sockets;

namespace Cairn.Core.Webhooks;

/// <summary>Tells addresses of the public internet from those of this machine, its networks and its cloud.</summary>
public static class PublicAddresses
{
    // https://www.iana.org/assignments/iana-ipv4-special-registry; 168.63.129.16 is Azure's own, reachable from its
    // machines alone.
    private static readonly IPNetwork[] _special4 = Networks(
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4"
    );

    // https://www.iana.org/assignments/iana-ipv6-special-registry, within what is given out as global unicast.
    // 2002::/16 and
    // 2001::/32 carry an IPv4 address that a relay would go to.
    private static readonly IPNetwork _global6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] _special6 = Networks(
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "2620:4f:8000::/48",
        "3fff::/20"
    );
    private static readonly IPNetwork _nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether this address is one of the public internet.</summary>
    public static bool Contains(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
        {
            return Contains(address.MapToIPv4());
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !Array.Exists(_special4, network => network.Contains(address));
        }

        return _nat64.Contains(address)
            ? Contains(new IPAddress(address.GetAddressBytes().AsSpan(12)))
            : _global6.Contains(address) && !Array.Exists(_special6, network => network.Contains(address));
    }

    private static IPNetwork[] Networks(params ReadOnlySpan<string> texts) =>
        Array.ConvertAll(texts.ToArray(), text => IPNetwork.Parse(text));
}
