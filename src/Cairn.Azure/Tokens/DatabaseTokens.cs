using Azure.Core;
using Azure.Identity;
using Cairn.Azure.Clouds;
using Cairn.Azure.Troubles;
using Cairn.Core.Errors;
using Microsoft.Extensions.Logging;

namespace Cairn.Azure.Tokens;

/// <summary>
/// Entra ID tokens that a PostgreSQL server on Azure takes as a password. A token is kept until shortly before it
/// expires, so asking
/// for each new connection costs nothing and never gives one that is too old.
/// </summary>
/// <param name="azure">The environment, and how Entra ID is reached.</param>
/// <param name="log">Hears why no token could be had.</param>
public sealed partial class DatabaseTokens(AzureEnvironment azure, ILogger log)
{
    private readonly Lock _choosing = new();
    private TokenSource? _credential;

    /// <summary>A token for a database server.</summary>
    /// <param name="host">The server's host, which tells the cloud.</param>
    /// <param name="ct">Gives up waiting.</param>
    /// <exception cref="CairnException">TEMPORARILY_UNAVAILABLE when Entra ID gives none; the message says what to
    /// set.</exception>
    public async ValueTask<string> ForDatabaseAsync(string host, CancellationToken ct)
    {
        var suffix =
            host.EndsWith("chinacloudapi.cn", StringComparison.OrdinalIgnoreCase) ? "chinacloudapi.cn"
            : host.EndsWith("usgovcloudapi.net", StringComparison.OrdinalIgnoreCase) ? "usgovcloudapi.net"
            : "windows.net";
        var credential = Choose(AzureCloud.OfHost($"a.blob.core.{suffix}") ?? AzureCloud.Global, host);
        try
        {
            var token = await credential.Token.GetTokenAsync(
                new TokenRequestContext([$"https://ossrdbms-aad.database.{suffix}/.default"]),
                ct
            );
            return token.Token;
        }
        catch (AuthenticationFailedException e)
        {
            Log.Failed(log, host, credential.Name, EntraFailures.Reason(e));
            throw CairnException.Unavailable(
                $"Entra ID gave no token for the database {host} with {credential.Name}: {EntraFailures.Reason(e)}".See(
                    "database-token"
                ),
                e
            );
        }
    }

    private TokenSource Choose(AzureCloud cloud, string host)
    {
        lock (_choosing)
        {
            if (_credential is null)
            {
                _credential = new TokenCredentials(azure.Settings, azure.Transport, log).Resolve(cloud);
                Log.Chosen(log, host, _credential.Name);
            }

            return _credential;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4050, LogLevel.Information, "The database {Host} is accessed with Entra ID as {Credential}")]
        public static partial void Chosen(ILogger log, string host, string credential);

        [LoggerMessage(4051, LogLevel.Warning, "No Entra ID token for the database {Host} with {Credential}: {Reason}")]
        public static partial void Failed(ILogger log, string host, string credential, string reason);
    }
}
