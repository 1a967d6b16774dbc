using Cairn.Azure.Clouds;
using Cairn.Azure.Settings;
using Cairn.Azure.Troubles;
using Cairn.Core.Errors;

namespace Cairn.Artifacts.Azure.Locations;

/// <summary>Weighs the host of a URI against the endpoints that are configured.</summary>
internal static class StorageEndpoint
{
    /// <summary>
    /// Where an account is reached: a configured endpoint that is this account's wins over the URI's host.
    /// </summary>
    /// <returns>The endpoint, whether it speaks the protocol of ADLS Gen2, and whether it is none but what the URI
    /// says.</returns>
    public static (Uri Service, bool IsDfs, bool IsOfUri) Of(
        StorageHost host,
        AzureSettings settings,
        ConnectionString? connection
    )
    {
        var mine =
            settings.Account is null
            || string.Equals(settings.Account, host.Account, StringComparison.OrdinalIgnoreCase);
        if (mine && settings.DfsEndpoint is { } dfs)
        {
            return (Configured(dfs, host.Account), true, false);
        }

        if (
            mine
            && settings.Endpoint is { } custom
            && Configured(custom, host.Account) is { } service
            && MayBeOf(service, host.Account)
        )
        {
            return (service, service.Host.Contains(".dfs.", StringComparison.OrdinalIgnoreCase), false);
        }

        return connection?.Endpoint is { } endpoint && connection.Account == host.Account
            ? (endpoint, false, false)
            : (host.Endpoint, false, true);
    }

    /// <summary>
    /// Scheme, host and port of every endpoint that is configured: these may be other than Azure's, whichever URI names
    /// them.
    /// </summary>
    public static IEnumerable<string> Configured(AzureSettings settings)
    {
        foreach (var setting in new[] { settings.DfsEndpoint, settings.Endpoint })
        {
            if (setting is { } named)
            {
                yield return Origin(Configured(named, "account"));
            }
        }

        if (
            settings.Secret("AZURE_STORAGE_CONNECTION_STRING") is { } secret
            && ConnectionString.Parse(secret).Endpoint is { } endpoint
        )
        {
            yield return Origin(endpoint);
        }
    }

    /// <summary>What decides whom a request reaches: scheme, host and port.</summary>
    public static string Origin(Uri endpoint) => endpoint.GetLeftPart(UriPartial.Authority);

    /// <summary>One of Azure's own hosts begins with the account; of others nothing can be said.</summary>
    private static bool MayBeOf(Uri service, string account) =>
        AzureCloud.OfHost(service.Host) is null
        || service.Host.StartsWith(account + ".", StringComparison.OrdinalIgnoreCase);

    private static Uri Configured((string Variable, string Value) setting, string account)
    {
        var text = setting.Value.Contains("://", StringComparison.Ordinal) ? setting.Value : "https://" + setting.Value;
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("https" or "http")
            || uri.Query.Length > 0
        )
        {
            throw CairnException.Invalid(
                $"{setting.Variable} is no endpoint: expected https://HOST, got '{setting.Value.Split('?')[0]}'.".See(
                    "malformed-endpoint"
                )
            );
        }

        var root = uri.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return new(uri.AbsolutePath == "/" && StorageHost.IsPathStyle(uri) ? $"{root}/{account}" : root);
    }
}
