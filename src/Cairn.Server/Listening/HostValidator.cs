using System.Net;
using Cairn.Server.Settings;

namespace Cairn.Server.Listening;

/// <summary>The address to listen on is an address or a name.</summary>
internal static class HostValidator
{
    /// <summary>Returns one message for each problem, which starts with the flag or variable to change.</summary>
    public static IEnumerable<string> Validate(ListenOptions options, SettingSources sources)
    {
        if (!IPAddress.TryParse(options.Host, out _) && Uri.CheckHostName(options.Host) is not UriHostNameType.Dns)
        {
            yield return $"{sources.Key("--host")}: '{options.Host}' is neither an IP address nor a host name.";
        }
    }
}
