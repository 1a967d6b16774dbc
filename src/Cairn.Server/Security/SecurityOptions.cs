namespace Cairn.Server.Security;

/// <summary>Which hosts and origins may call the server.</summary>
public sealed record SecurityOptions
{
    /// <summary>Host headers to accept; empty accepts this machine and private addresses.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Origins whose pages may call from a browser; empty accepts pages of this machine.</summary>
    public IReadOnlyList<string> CorsAllowedOrigins { get; init; } = [];

    /// <summary>Whether Host and Origin checks and security headers are disabled.</summary>
    public bool DisableSecurityMiddleware { get; init; }

    /// <summary>The X-Frame-Options header; <c>NONE</c> leaves it out.</summary>
    public string XFrameOptions { get; init; } = "SAMEORIGIN";
}
