using System.Net;
using System.Net.Sockets;
using Cairn.Core.Errors;
using Cairn.Core.Webhooks;

namespace Cairn.Server.Webhooks;

/// <summary>
/// Where webhooks may go: never to an address that only this server can reach. A name is looked up and checked when a
/// webhook is
/// registered, and once more for each connection, which then goes to the very address that was checked.
/// </summary>
internal sealed class WebhookTargets(WebhookOptions options)
{
    /// <summary>Checks the URL of a webhook.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE when events must not go there.</exception>
    public async Task DemandAsync(string url, CancellationToken ct)
    {
        var uri = Uri.TryCreate(url, UriKind.Absolute, out var parsed) && !url.StartsWith('/') ? parsed : null;
        var scheme = uri?.Scheme ?? "";
        if (!options.AllowedSchemes.Contains(scheme, StringComparer.OrdinalIgnoreCase))
        {
            throw CairnException.Invalid(
                $"Invalid webhook URL scheme: '{scheme}'. Allowed schemes are: {string.Join(", ", options.AllowedSchemes)}."
            );
        }

        if (uri!.IdnHost.Length == 0 || uri.UserInfo.Length > 0)
        {
            throw CairnException.Invalid("The webhook URL must name a host, and no user.");
        }

        try
        {
            await AddressesAsync(uri.IdnHost, ct);
        }
        catch (SocketException)
        {
            throw CairnException.Invalid($"The host of the webhook URL, '{uri.IdnHost}', cannot be resolved.");
        }
    }

    /// <summary>Connects to a target, for <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var addresses = await AddressesAsync(context.DnsEndPoint.Host, ct);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> AddressesAsync(string host, CancellationToken ct)
    {
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host, ct);
        if (!options.AllowPrivateAddresses && Array.Find(addresses, a => !PublicAddresses.Contains(a)) is { } inside)
        {
            throw CairnException.Invalid(
                $"Webhook URL must not resolve to a non-public IP address. '{host}' resolves to {inside}."
            );
        }

        return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.HostNotFound);
    }
}
