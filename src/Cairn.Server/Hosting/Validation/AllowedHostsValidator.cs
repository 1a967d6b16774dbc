using Cairn.Server.Hosting.Settings;
using Cairn.Server.Security;

namespace Cairn.Server.Hosting.Validation;

/// <summary>Every allowed host is a pattern that can be understood.</summary>
internal sealed class AllowedHostsValidator : IServerOptionsValidator
{
    public IEnumerable<string> Validate(ServerOptions options, SettingSources sources) =>
        from pattern in options.AllowedHosts
        where HostPattern.TryParse(pattern) is null
        select $"{sources.Key("--allowed-hosts")}: '{pattern}' is not a host; give mlflow.example.com, *.example.com, name:5000, 10.1.*, 10.0.0.0/8 or *.";
}
