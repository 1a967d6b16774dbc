using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Security;

/// <summary>The paths that answer for any host: what probes and monitoring ask.</summary>
internal static class OpenPaths
{
    private static readonly string[] _paths = ["/health", "/health/ready", "/version", "/metrics"];

    public static bool Contains(PathString path, string staticPrefix)
    {
        var text = path.Value.AsSpan();
        if (!text.StartsWith(staticPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        text = text[staticPrefix.Length..];
        foreach (var open in _paths)
        {
            if (text.SequenceEqual(open))
            {
                return true;
            }
        }

        return false;
    }
}
