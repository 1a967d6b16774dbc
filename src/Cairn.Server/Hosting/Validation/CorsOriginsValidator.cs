using Cairn.Server.Hosting.Settings;
using Cairn.Server.Security;

namespace Cairn.Server.Hosting.Validation;

/// <summary>Every allowed origin is one.</summary>
internal sealed class CorsOriginsValidator : IServerOptionsValidator
{
    public IEnumerable<string> Validate(ServerOptions options, SettingSources sources) =>
        from origin in options.CorsAllowedOrigins
        where origin != "*" && Origin.TryParse(origin) is null
        select $"{sources.Key("--cors-allowed-origins")}: '{origin}' is not an origin; give a scheme and a host, such as https://app.example.com.";
}
