using System.Text.RegularExpressions;

namespace Cairn.Core.Secrets;

/// <summary>Shows a URI without its secrets, for the log and for pages.</summary>
public static partial class SafeUri
{
    /// <summary>The URI, with its password and the values of its query replaced by <c>***</c>.</summary>
    public static string Mask(string uri)
    {
        var query = uri.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? uri : uri[..query];
        var start = path.IndexOf("://", StringComparison.Ordinal);
        var at = path.LastIndexOf('@');
        if (start >= 0 && at > start)
        {
            var colon = path.IndexOf(':', start + 3);
            if (colon > 0 && colon < at)
            {
                path = $"{path[..colon]}:***{path[at..]}";
            }
        }

        return query < 0 ? path : path + QueryValue().Replace(uri[query..], "$1***");
    }

    [GeneratedRegex(@"([?&](?!sslmode=)[^=&]*=)[^&]*", RegexOptions.IgnoreCase)]
    private static partial Regex QueryValue();
}
