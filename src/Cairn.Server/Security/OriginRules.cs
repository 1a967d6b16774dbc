namespace Cairn.Server.Security;

/// <summary>Which pages may call this server from a browser.</summary>
internal sealed class OriginRules(SecurityOptions options)
{
    private readonly HashSet<Origin> _allowed =
    [
        .. options.CorsAllowedOrigins.Select(Origin.TryParse).OfType<Origin>(),
    ];

    /// <summary>Whether every page may.</summary>
    public bool AllowsAll { get; } = options.CorsAllowedOrigins.Contains("*");

    /// <summary>Whether a page of this origin may.</summary>
    /// <param name="header">The Origin header.</param>
    /// <param name="hostHeader">The Host header of the same request: its own pages may always call.</param>
    public bool Allows(string header, string? hostHeader)
    {
        if (AllowsAll)
        {
            return true;
        }

        return Origin.TryParse(header) is { } origin
            && (origin.IsLocal || _allowed.Contains(origin) || origin.IsSameAs(hostHeader));
    }
}
