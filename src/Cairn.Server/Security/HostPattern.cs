using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Cairn.Server.Security;

/// <summary>
/// One entry of the allowed hosts. Names are compared as names and addresses as addresses: a name such as
/// <c>10.evil.example</c> never
/// matches a pattern of addresses.
/// </summary>
internal sealed class HostPattern
{
    private readonly Func<HostName, bool> _matches;
    private readonly int? _port;

    private HostPattern(Func<HostName, bool> matches, int? port) => (_matches, _port) = (matches, port);

    /// <summary>Reads a pattern; null when it is none.</summary>
    public static HostPattern? TryParse(string pattern)
    {
        if (pattern == "*")
        {
            return new(static _ => true, null);
        }

        if (pattern.Contains('/', StringComparison.Ordinal))
        {
            return IPNetwork.TryParse(pattern, out var network)
                ? new(host => host.Address is { } ip && network.Contains(ip), null)
                : null;
        }

        // "name:*" means any port, as does a pattern that names none.
        var text = pattern.EndsWith(":*", StringComparison.Ordinal) ? pattern[..^2] : pattern;
        if (text.EndsWith(".*", StringComparison.Ordinal))
        {
            return AddressPrefix(text[..^2]);
        }

        var suffix = text.StartsWith("*.", StringComparison.Ordinal);
        if (HostName.TryParse(suffix ? text[2..] : text) is not { } wanted || (suffix && wanted.Address is not null))
        {
            return null;
        }

        return new(
            suffix
                    ? host =>
                        host.Address is null
                        && host.Name.EndsWith("." + wanted.Name, StringComparison.OrdinalIgnoreCase)
                : wanted.Address is { } address ? host => address.Equals(host.Address)
                : host => host.Address is null && host.Name.Equals(wanted.Name, StringComparison.OrdinalIgnoreCase),
            wanted.Port
        );
    }

    /// <summary>Whether a host is meant.</summary>
    public bool Matches(HostName host) => (_port is null || _port == host.Port) && _matches(host);

    /// <summary><c>192.168.*</c>: the leading bytes of an IPv4 address.</summary>
    private static HostPattern? AddressPrefix(string text)
    {
        var parts = text.Split('.');
        var bytes = new byte[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (
                parts.Length > 3
                || !byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i])
            )
            {
                return null;
            }
        }

        return new(
            host =>
                host.Address is { AddressFamily: AddressFamily.InterNetwork } ip
                && ip.GetAddressBytes().AsSpan().StartsWith(bytes),
            null
        );
    }
}
