using Cairn.Server.Settings;

namespace Cairn.Server.Security;

/// <summary>Every allowed host is a pattern that can be understood.</summary>
internal static class AllowedHostsValidator
{
    /// <summary>Returns one message for each problem, which starts with the flag or variable to change.</summary>
    public static IEnumerable<string> Validate(SecurityOptions options, SettingSources sources) =>
        from pattern in options.AllowedHosts
        where HostPattern.TryParse(pattern) is null
        select $"{sources.Key("--allowed-hosts")}: '{pattern}' is not a host; give mlflow.example.com, *.example.com, name:5000, 10.1.*, 10.0.0.0/8 or *.";
}
