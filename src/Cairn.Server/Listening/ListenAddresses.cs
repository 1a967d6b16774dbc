using System.Net;
using System.Net.Sockets;

namespace Cairn.Server.Listening;

/// <summary>The addresses that a host name stands for.</summary>
internal static class ListenAddresses
{
    /// <summary>Those of this machine, IPv4 first. With port 0 just one: several would each get another port.</summary>
    /// <exception cref="ConfigurationException">The name stands for no address of this machine.</exception>
    public static async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, int port, CancellationToken ct)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        IPAddress[] found;
        try
        {
            found = await Dns.GetHostAddressesAsync(host, ct);
        }
        catch (SocketException)
        {
            found = [];
        }

        var own = found.Distinct().OrderBy(a => a.AddressFamily).Where(IsOfThisMachine).ToList();
        return own.Count == 0
                ? throw new ConfigurationException($"--host: '{host}' is not the name of an address of this machine.")
            : port == 0 ? own[..1]
            : own;
    }

    /// <summary>
    /// A name may stand for an address that the machine lacks, such as ::1 where IPv6 is switched off.
    /// </summary>
    private static bool IsOfThisMachine(IPAddress address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
