using System.Buffers;
using System.Net;
using Cairn.Azure.Clouds;

namespace Cairn.Artifacts.Azure.Locations;

/// <summary>
/// An account and its Blob endpoint, as the host part of a URI names them. Whether the endpoint may be trusted is told
/// by it alone, not by that text.
/// </summary>
/// <param name="Account">The storage account.</param>
/// <param name="Endpoint">Its endpoint.</param>
internal readonly record struct StorageHost(string Account, Uri Endpoint)
{
    private static readonly SearchValues<char> _signs = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]"
    );

    /// <summary>
    /// Whether a text is a host and nothing but one. URI parsers do not agree on what other signs mean
    /// (<c>evil.com\.blob.core.windows.net</c>
    /// is dialled as <c>evil.com</c>), so none is let through.
    /// </summary>
    public static bool IsPlain(string host) => !host.AsSpan().ContainsAnyExcept(_signs);

    /// <summary>Whether a text can be an account: what stands in a URL as one label or one part of a path.</summary>
    public static bool IsAccount(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Whether the account stands in the path of this endpoint's URLs, as with emulators.</summary>
    public static bool IsPathStyle(Uri endpoint) =>
        !endpoint.Host.Contains('.', StringComparison.Ordinal)
        || endpoint.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6;

    /// <summary>The host of a <c>wasbs:</c> or <c>abfss:</c> URI.</summary>
    /// <param name="host">What follows the <c>@</c>, plain; empty when left out.</param>
    /// <param name="plain">Whether an emulator is spoken to without TLS. Azure itself never is.</param>
    /// <param name="account">The configured account.</param>
    /// <returns>Null when no account is known.</returns>
    /// <exception cref="UriFormatException">The host is none.</exception>
    public static StorageHost? OfHadoopUri(string host, bool plain, string? account)
    {
        var labels = host.Split('.');
        var kind = KindIn(labels);
        if (host.Length == 0 || kind == 0 || (kind == 1 && labels[0].Length == 0))
        {
            var suffix = kind >= 0 ? string.Join('.', labels[(kind + 1)..]) : AzureCloud.Global.StorageSuffix;
            return account is null ? null : new(account, new($"https://{account}.blob.{suffix}"));
        }

        var dialled = new Uri("https://" + host);
        labels = dialled.Host.Split('.');
        kind = KindIn(labels);
        if (kind > 0 && AzureCloud.OfHost(dialled.Host) is not null)
        {
            // The certificate of a private link is the public host's, and that host resolves to the link.
            var zone = labels[1..kind].Where(label => label != "privatelink");
            return new(
                labels[0],
                new("https://" + string.Join('.', [labels[0], .. zone, "blob", .. labels[(kind + 1)..]]))
            );
        }

        var bare = !host.Contains('.', StringComparison.Ordinal) || IPAddress.TryParse(host.Split(':')[0], out _);
        account = kind == 1 && !bare ? labels[0] : account ?? (bare ? "devstoreaccount1" : labels[0]);
        return new(account, bare ? new($"{(plain ? "http" : "https")}://{host}/{account}") : dialled);
    }

    private static int KindIn(string[] labels) => Array.FindIndex(labels, label => label is "blob" or "dfs");
}
