using Azure;

namespace Cairn.Artifacts.Azure.Failures;

/// <summary>
/// Reads which tenant an account belongs to out of a refusal: the storage names the authority that it takes tokens of.
/// </summary>
internal static class TenantChallenge
{
    private const string Authority = "authorization_uri=";

    public static Guid? Of(Response? response)
    {
        if (
            response is null
            || !response.Headers.TryGetValue("WWW-Authenticate", out var challenge)
            || challenge is null
        )
        {
            return null;
        }

        var start = challenge.IndexOf(Authority, StringComparison.OrdinalIgnoreCase);
        var uri = start < 0 ? "" : challenge[(start + Authority.Length)..].Trim('"').Split(' ', ',', '"')[0];
        return
            Uri.TryCreate(uri, UriKind.Absolute, out var authority)
            && authority.Segments.Length > 1
            && Guid.TryParse(authority.Segments[1].Trim('/'), out var tenant)
            ? tenant
            : null;
    }
}
