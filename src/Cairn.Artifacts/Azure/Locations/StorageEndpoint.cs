using Cairn.Azure.Clouds;
using Cairn.Azure.Settings;
using Cairn.Azure.Troubles;
using Cairn.Core.Errors;

namespace Cairn.Artifacts.Azure.Locations;

/// <summary>Weighs the host of a URI against the endpoints that are configured.</summary>
internal static class StorageEndpoint
{
    private const string ConnectionVariable = "AZURE_STORAGE_CONNECTION_STRING";

    /// <summary>
    /// Returns where an account is reached. A configured endpoint of the same account takes the place of Azure's public
    /// host, which MLflow's URIs always spell out. Any other address is never replaced, only completed where it is
    /// silent.
    /// </summary>
    /// <param name="host">The account and the host that the URI names.</param>
    /// <param name="settings">The configured account and endpoints.</param>
    /// <param name="connection">The configured connection string.</param>
    /// <param name="isSilent">Whether the URI names neither a host nor an account.</param>
    public static Choice Of(StorageHost host, AzureSettings settings, ConnectionString? connection, bool isSilent)
    {
        if (AzureCloud.OfHost(host.Endpoint.Host) is null)
        {
            return OfOwnHost(host, settings, connection);
        }

        var mine =
            settings.Account is null
            || string.Equals(settings.Account, host.Account, StringComparison.OrdinalIgnoreCase);
        if (mine && (settings.DfsEndpoint ?? settings.Endpoint) is { } setting)
        {
            var service = Configured(setting, host.Account);
            var isDfs =
                settings.DfsEndpoint is not null || service.Host.Contains(".dfs.", StringComparison.OrdinalIgnoreCase);
            return MayBeOf(service, host.Account)
                ? new(service, isDfs, false, null)
                : new(host.Endpoint, false, true, Two($"the account '{host.Account}'", setting.Variable, service.Host));
        }

        if (connection is not null && Same(connection.Account, host.Account))
        {
            return new(connection.Endpoint ?? host.Endpoint, false, connection.Endpoint is null, null);
        }

        return new(
            host.Endpoint,
            false,
            true,
            connection is not null && isSilent
                ? Two($"the account '{host.Account}'", ConnectionVariable, $"the account '{connection.Account}'")
                : null
        );
    }

    /// <summary>A host that is not Azure's is used as it is written. It must not differ from a configured one.</summary>
    private static Choice OfOwnHost(StorageHost host, AzureSettings settings, ConnectionString? connection)
    {
        (string Variable, Uri Service, bool IsDfs)[] configured =
        [
            .. settings.DfsEndpoint is { } dfs ? [(dfs.Variable, Configured(dfs, host.Account), true)] : Nothing,
            .. settings.Endpoint is { } blob ? [(blob.Variable, Configured(blob, host.Account), false)] : Nothing,
            .. connection?.Endpoint is { } endpoint ? [(ConnectionVariable, endpoint, false)] : Nothing,
        ];
        foreach (var (_, service, isDfs) in configured)
        {
            if (IsSame(host.Endpoint, service))
            {
                return new(service, isDfs, false, null);
            }
        }

        var named = $"the host '{host.Endpoint.Authority}'";
        var contradiction =
            configured.Length > 0 ? Two(named, configured[0].Variable, configured[0].Service.Authority)
            : settings.Account is { } account && !Same(account, host.Account)
                ? Two(named, "AZURE_STORAGE_ACCOUNT", $"the account '{account}'")
            : null;
        return new(host.Endpoint, false, true, contradiction);
    }

    /// <summary>Where an account is reached.</summary>
    /// <param name="Service">The endpoint.</param>
    /// <param name="IsDfs">Whether it uses the protocol of ADLS Gen2.</param>
    /// <param name="IsOfUri">Whether only the URI names it.</param>
    /// <param name="Contradiction">The two addresses that disagree; null when none do.</param>
    internal readonly record struct Choice(Uri Service, bool IsDfs, bool IsOfUri, string? Contradiction);

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
            settings.Secret(ConnectionVariable) is { } secret
            && ConnectionString.Parse(secret).Endpoint is { } endpoint
        )
        {
            yield return Origin(endpoint);
        }
    }

    /// <summary>What decides whom a request reaches: scheme, host and port.</summary>
    public static string Origin(Uri endpoint) => endpoint.GetLeftPart(UriPartial.Authority);

    private static (string, Uri, bool)[] Nothing => [];

    private static string Two(string named, string variable, string other) =>
        $"the URI means {named}, but {variable} means {other}";

    private static bool Same(string? one, string? other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the URI's host is the configured one; a port that the URI leaves out is completed.</summary>
    private static bool IsSame(Uri named, Uri configured) =>
        (Same(named.Host, configured.Host) || (named.IsLoopback && configured.IsLoopback))
        && (named.IsDefaultPort || named.Port == configured.Port);

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
                $"{setting.Variable} is not a valid endpoint: expected https://HOST, got '{setting.Value.Split('?')[0]}'.".See(
                    "malformed-endpoint"
                )
            );
        }

        var root = uri.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return new(uri.AbsolutePath == "/" && StorageHost.IsPathStyle(uri) ? $"{root}/{account}" : root);
    }
}
