using System.Net;
using Cairn.Server.Hosting.Settings;

namespace Cairn.Server.Hosting.Validation;

/// <summary>The address to listen on is an address or a name.</summary>
internal sealed class HostValidator : IServerOptionsValidator
{
    public IEnumerable<string> Validate(ServerOptions options, SettingSources sources)
    {
        if (!IPAddress.TryParse(options.Host, out _) && Uri.CheckHostName(options.Host) is not UriHostNameType.Dns)
        {
            yield return $"{sources.Key("--host")}: '{options.Host}' is neither an IP address nor a host name.";
        }
    }
}
