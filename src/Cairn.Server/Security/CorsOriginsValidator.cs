using Cairn.Server.Settings;

namespace Cairn.Server.Security;

/// <summary>Every allowed origin is one.</summary>
internal static class CorsOriginsValidator
{
    /// <summary>Returns one message for each problem, which starts with the flag or variable to change.</summary>
    public static IEnumerable<string> Validate(SecurityOptions options, SettingSources sources) =>
        from origin in options.CorsAllowedOrigins
        where origin != "*" && Origin.TryParse(origin) is null
        select $"{sources.Key("--cors-allowed-origins")}: '{origin}' is not an origin; give a scheme and a host, such as https://app.example.com.";
}
