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

    /// <summary>A message without the secrets of the text that it is about, however it repeats them.</summary>
    /// <param name="message">The message.</param>
    /// <param name="text">What was configured: a URI, or fields such as <c>AccountKey=…</c>.</param>
    public static string Scrub(string message, string text)
    {
        foreach (Match match in Secret().Matches(text))
        {
            var secret = match.Groups["secret"].Value;
            foreach (var form in (string[])[secret, Uri.UnescapeDataString(secret), Uri.EscapeDataString(secret)])
            {
                message = form.Length > 2 ? message.Replace(form, "***", StringComparison.Ordinal) : message;
            }
        }

        return message;
    }

    // The password before the last @, what follows a host name's colon without being a port, the values of fields, and a query without a name.
    [GeneratedRegex(
        @"//?[^:/?#]*:(?<secret>[^?#]*)@|//[^:/?#@]*:(?<secret>(?!\d+(/|$))[^@/?#]+)|(?i:[?&;](?!sslmode=)[^=&;]*=|^\w*(?:key|signature|secret|password|token)=)(?<secret>[^&;]+)|[?&](?<secret>[^=&#]+)(?=&|$)"
    )]
    private static partial Regex Secret();

    [GeneratedRegex(@"([?&](?!sslmode=)[^=&]*=)[^&]*", RegexOptions.IgnoreCase)]
    private static partial Regex QueryValue();
}
