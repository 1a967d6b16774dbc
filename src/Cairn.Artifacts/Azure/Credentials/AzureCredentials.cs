using Azure.Core.Pipeline;
using Cairn.Artifacts.Azure.Locations;
using Cairn.Azure.Settings;
using Cairn.Azure.Tokens;
using Cairn.Azure.Troubles;
using Cairn.Contracts.Errors;
using Cairn.Core.Errors;
using Microsoft.Extensions.Logging;

namespace Cairn.Artifacts.Azure.Credentials;

/// <summary>The one place that decides what an account is accessed with.</summary>
/// <param name="settings">The environment.</param>
/// <param name="transport">How Entra ID is reached.</param>
/// <param name="log">Hears which credential was chosen, never its value.</param>
internal sealed partial class AzureCredentials(AzureSettings settings, HttpPipelineTransport transport, ILogger log)
{
    private readonly TokenCredentials _tokens = new(settings, transport, log);

    /// <summary>
    /// The first credential that is there: signature, connection string, key, service principal, workload identity,
    /// managed identity, developer sign-in.
    /// </summary>
    public AzureCredential Resolve(ContainerLocation location)
    {
        var credential =
            FromUri(location) ?? FromSecrets(location) ?? AzureCredential.OfToken(_tokens.Resolve(location.Cloud));
        Log.Chosen(log, location.Account, location.Service.Host, credential.Source);
        return credential;
    }

    private static AzureCredential? FromUri(ContainerLocation location) =>
        location.Sas is { } sas ? AzureCredential.OfSas("the URI", sas) : null;

    private AzureCredential? FromSecrets(ContainerLocation location)
    {
        var mine =
            settings.Account is null
            || string.Equals(settings.Account, location.Account, StringComparison.OrdinalIgnoreCase);
        if (mine && settings.Secret("AZURE_STORAGE_SAS_TOKEN") is { } sas)
        {
            return AzureCredential.OfSas(sas.Source, sas.Value, () => sas.Reread(Kept) ? sas.Value : null);
        }

        if (
            settings.Secret("AZURE_STORAGE_CONNECTION_STRING") is { } secret
            && FromConnectionString(secret, location) is { } credential
        )
        {
            return credential;
        }

        if (settings.Secret("AZURE_STORAGE_ACCESS_KEY", "AZURE_STORAGE_KEY") is not { } key)
        {
            return null;
        }

        if (!mine)
        {
            Log.Skipped(log, key.Source, settings.Account!, location.Account);
            return null;
        }

        return AzureCredential.OfKey(
            key.Source,
            location.Account,
            Valid(key),
            () => key.Reread(Kept) ? Valid(key) : null
        );
    }

    private AzureCredential? FromConnectionString(AzureSecret secret, ContainerLocation location)
    {
        var parsed = ConnectionString.Parse(secret);
        if (!string.Equals(parsed.Account, location.Account, StringComparison.OrdinalIgnoreCase))
        {
            Log.Skipped(log, secret.Source, parsed.Account!, location.Account);
            return null;
        }

        return parsed.Key is { } key
            ? AzureCredential.OfKey(secret.Source, location.Account, key, () => Reread()?.Key)
            : AzureCredential.OfSas(secret.Source, parsed.Sas!, () => Reread()?.Sas);

        ConnectionString? Reread() => secret.Reread(Kept) ? ConnectionString.Parse(secret) : null;
    }

    private void Kept(string problem) => Log.Kept(log, problem);

    private static string Valid(AzureSecret key) =>
        ConnectionString.IsBase64(key.Value)
            ? key.Value
            : throw new CairnException(
                ErrorCode.Unauthenticated,
                $"{key.Source} is no storage account key: it is not base64. `az storage account keys list` prints the keys.".See(
                    "malformed-key"
                )
            );

    private static partial class Log
    {
        [LoggerMessage(
            4000,
            LogLevel.Information,
            "Azure storage account {Account} at {Host} is accessed with {Credential}"
        )]
        public static partial void Chosen(ILogger log, string account, string host, string credential);

        [LoggerMessage(4004, LogLevel.Warning, "{Problem}: the value that was read last stays in use")]
        public static partial void Kept(ILogger log, string problem);

        [LoggerMessage(
            4001,
            LogLevel.Warning,
            "{Variable} belongs to the storage account {Its} and is not used for {Account}"
        )]
        public static partial void Skipped(ILogger log, string variable, string its, string account);
    }
}
