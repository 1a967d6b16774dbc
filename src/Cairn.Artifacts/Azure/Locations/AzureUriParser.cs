using Cairn.Azure.Clouds;
using Cairn.Azure.Settings;
using Cairn.Azure.Troubles;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.Artifacts.Azure.Locations;

/// <summary>
/// Turns a URI of Azure Blob Storage or ADLS Gen2 into a container and a folder in it. What is wrong with a URI is said
/// by its part.
/// </summary>
internal static class AzureUriParser
{
    private const string Forms =
        "wasbs://CONTAINER@ACCOUNT.blob.core.windows.net/PATH or abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH";

    /// <summary>Parses a URI.</summary>
    /// <param name="uri">The URI; its signature, if it has one, is in the query.</param>
    /// <param name="settings">Account and endpoints that the URI leaves out.</param>
    /// <remarks>A contradiction between them is not an error here: see <see cref="DemandClear"/>.</remarks>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE naming the part that is wrong.</exception>
    public static (ContainerLocation Location, ArtifactPath Folder) Parse(ArtifactUri uri, AzureSettings settings)
    {
        var sas = uri.Query is { Length: > 0 } query ? query : null;
        if (sas is not null && !sas.Contains("sig=", StringComparison.Ordinal))
        {
            throw Wrong(uri, "its query is no shared access signature (it has no sig=)");
        }

        return uri.Scheme is "https" or "http" ? OfUrl(uri, sas) : OfHadoopUri(uri, sas, settings);
    }

    /// <summary>Refuses a location whose addresses contradict each other.</summary>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE naming both addresses.</exception>
    public static void DemandClear(ArtifactUri uri, ContainerLocation location)
    {
        if (location.Contradiction is { } contradiction)
        {
            throw CairnException.Invalid(
                $"The Azure storage URI '{uri}' and the settings contradict each other: {contradiction}. Correct one of them.".See(
                    "contradiction"
                )
            );
        }
    }

    private static (ContainerLocation, ArtifactPath) OfHadoopUri(ArtifactUri uri, string? sas, AzureSettings settings)
    {
        var at = uri.Authority.LastIndexOf('@');
        var container = at < 0 ? uri.Authority : uri.Authority[..at];
        var name = at < 0 ? "" : uri.Authority[(at + 1)..].ToLowerInvariant();
        DemandContainer(uri, container);
        if (
            !StorageHost.IsPlain(name)
            || (name.Length > 0 && !Uri.TryCreate("https://" + name.TrimStart('.'), UriKind.Absolute, out _))
        )
        {
            throw Wrong(uri, $"{BadHost(name)}");
        }

        var connection = settings.Secret("AZURE_STORAGE_CONNECTION_STRING") is { } secret
            ? ConnectionString.Parse(secret)
            : null;
        var account = settings.Account ?? connection?.Account;
        if (name.Equals(account, StringComparison.OrdinalIgnoreCase))
        {
            name = ""; // An account without a host: completed as a URI without both.
        }

        var host = Host(uri, name, account);
        var endpoint = StorageEndpoint.Of(host, settings, connection, isSilent: name.Length == 0);
        return (
            new(endpoint.Service, host.Account, container, sas, endpoint.IsDfs)
            {
                IsForeign = endpoint.IsOfUri && AzureCloud.OfHost(endpoint.Service.Host) is null,
                Contradiction = endpoint.Contradiction,
            },
            Folder(uri, uri.Path)
        );
    }

    private static StorageHost Host(ArtifactUri uri, string name, string? account)
    {
        if (account is not null && !StorageHost.IsAccount(account))
        {
            throw CairnException.Invalid($"AZURE_STORAGE_ACCOUNT is no storage account's name: '{account}'.");
        }

        try
        {
            return StorageHost.OfHadoopUri(name, uri.Scheme is "wasb" or "abfs", account)
                ?? throw Wrong(uri, "it names no storage account: add it after the @, or set AZURE_STORAGE_ACCOUNT");
        }
        catch (UriFormatException)
        {
            throw Wrong(uri, $"{BadHost(name)}");
        }
    }

    private static (ContainerLocation, ArtifactPath) OfUrl(ArtifactUri uri, string? sas)
    {
        if (
            !StorageHost.IsPlain(uri.Authority)
            || !Uri.TryCreate($"{uri.Scheme}://{uri.Authority}", UriKind.Absolute, out var endpoint)
        )
        {
            throw Wrong(uri, $"{BadHost(uri.Authority)}");
        }

        var (account, path) = (endpoint.Host.Split('.')[0], uri.Path);
        if (StorageHost.IsPathStyle(endpoint))
        {
            (account, path) = Cut(path);
            endpoint = StorageHost.IsAccount(account)
                ? new(endpoint, "/" + account)
                : throw Wrong(uri, $"its account '{account}' is no account name");
        }
        else if (AzureCloud.OfHost(endpoint.Host) is not null)
        {
            endpoint = new("https://" + endpoint.Host); // Azure itself is never spoken to without TLS.
        }

        (var container, path) = Cut(path);
        DemandContainer(uri, container);
        var location = new ContainerLocation(
            endpoint,
            account,
            container,
            sas,
            endpoint.Host.Contains(".dfs.", StringComparison.Ordinal)
        );
        return (
            location with
            {
                IsForeign = AzureCloud.OfHost(endpoint.Host) is null,
            },
            Folder(uri, Uri.UnescapeDataString(path))
        );
    }

    private static string BadHost(string host) =>
        host.Contains('@', StringComparison.Ordinal)
            ? "it contains a user name or password, which Azure storage does not use"
            : $"its host '{host}' is not a valid host name";

    private static void DemandContainer(ArtifactUri uri, string name)
    {
        if (name.Length == 0)
        {
            throw Wrong(uri, "it names no container");
        }

        if (name is not ("$root" or "$web") && !IsContainer(name))
        {
            throw Wrong(
                uri,
                $"its container '{name}' is no container name: 3 to 63 lower-case letters, digits and single dashes between them"
            );
        }
    }

    private static bool IsContainer(string name) =>
        name.Length is >= 3 and <= 63
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && name[0] != '-'
        && name[^1] != '-'
        && !name.Contains("--", StringComparison.Ordinal);

    private static ArtifactPath Folder(ArtifactUri uri, string path)
    {
        try
        {
            return ArtifactPath.ParseListed(path);
        }
        catch (CairnException)
        {
            throw Wrong(uri, $"its path '{path}' could leave the container");
        }
    }

    private static (string First, string Remainder) Cut(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (text, "") : (text[..slash], text[(slash + 1)..]);
    }

    private static CairnException Wrong(ArtifactUri uri, string what) =>
        CairnException.Invalid($"Malformed Azure storage URI '{uri}': {what}. Expected {Forms}.".See("malformed-uri"));
}
