using System.Net;

namespace Cairn.Server.Security;

/// <summary>The origin of a page: scheme, host and port.</summary>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Host">The name or address, in lower case.</param>
/// <param name="Port">The port, the scheme's own where none is named.</param>
/// <param name="Address">The address, when the host is one.</param>
internal sealed record Origin(string Scheme, string Host, int Port, IPAddress? Address)
{
    /// <summary>Reads an Origin header; null when it is none, such as the <c>null</c> of a sandboxed page.</summary>
    public static Origin? TryParse(string text)
    {
        var end = text.IndexOf("://", StringComparison.Ordinal);
        var scheme = end < 0 ? "" : text[..end].ToLowerInvariant();
        if (scheme is not ("http" or "https") || HostName.TryParse(text[(end + 3)..].TrimEnd('/')) is not { } host)
        {
            return null;
        }

        return new(
            scheme,
            host.Address?.ToString() ?? host.Name.ToLowerInvariant(),
            host.Port ?? DefaultPort(scheme),
            host.Address
        );
    }

    /// <summary>
    /// Whether it is a page of this very server, judged by the Host header. A proxy in front may have changed the
    /// scheme.
    /// </summary>
    public bool IsSameAs(string? hostHeader) =>
        hostHeader is not null
        && HostName.TryParse(hostHeader) is { } own
        && string.Equals(own.Address?.ToString() ?? own.Name, Host, StringComparison.OrdinalIgnoreCase)
        && (own.Port ?? DefaultPort(Scheme)) == Port;

    /// <summary>Whether it is a page of this machine.</summary>
    public bool IsLocal => Address is null ? Host == "localhost" : IPAddress.IsLoopback(Address);

    private static int DefaultPort(string scheme) => scheme == "https" ? 443 : 80;
}
