using System.Globalization;
using System.Net;

namespace Cairn.Server.Security;

/// <summary>A host as it stands in a Host header or an origin.</summary>
/// <param name="Name">The name or the address, without brackets and port.</param>
/// <param name="Address">The address, when it is one.</param>
/// <param name="Port">The port, when one is named.</param>
internal readonly record struct HostName(string Name, IPAddress? Address, int? Port)
{
    /// <summary>
    /// Reads <c>name</c>, <c>name:port</c>, <c>1.2.3.4:port</c>, <c>[::1]:port</c> or <c>::1</c>; null when it is none
    /// of these.
    /// </summary>
    public static HostName? TryParse(string text)
    {
        var (name, port) = Split(text);
        if (
            name.Length == 0
            || (port.Length > 0 && !int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        )
        {
            return null;
        }

        int? number = port.Length > 0 ? int.Parse(port, CultureInfo.InvariantCulture) : null;
        var isAddress = name.Contains(':', StringComparison.Ordinal) || IsDottedQuad(name);
        if (isAddress)
        {
            return IPAddress.TryParse(name, out var ip)
                ? new(name, ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip, number)
                : null;
        }

        return Uri.CheckHostName(name) == UriHostNameType.Dns ? new(name.TrimEnd('.'), null, number) : null;
    }

    private static (string Name, string Port) Split(string text)
    {
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            return end < 0
                ? ("", "")
                : text[(end + 1)..] switch
                {
                    "" => (text[1..end], ""),
                    [':', .. var port] => (text[1..end], port),
                    _ => ("", ""),
                };
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || colon != text.LastIndexOf(':') ? (text, "") : (text[..colon], text[(colon + 1)..]);
    }

    /// <summary>
    /// Four decimal bytes. IPAddress alone would also take "10" and "0x7f.1", which browsers and resolvers read
    /// differently.
    /// </summary>
    private static bool IsDottedQuad(string name)
    {
        var parts = name.Split('.');
        return parts.Length == 4 && parts.All(p => p.Length is > 0 and <= 3 && p.All(char.IsAsciiDigit));
    }
}
