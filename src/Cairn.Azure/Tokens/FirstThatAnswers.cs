using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Logging;

namespace Cairn.Azure.Tokens;

/// <summary>
/// Tries credentials in turn and stays with the first that gives a token. Says once which one it was.
/// </summary>
internal sealed partial class FirstThatAnswers(
    IReadOnlyList<(string Name, TokenCredential Credential)> all,
    ILogger log
) : TokenCredential
{
    private volatile TokenCredential? _chosen;

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Tokens are only asked for asynchronously.");

    public override async ValueTask<AccessToken> GetTokenAsync(
        TokenRequestContext requestContext,
        CancellationToken cancellationToken
    )
    {
        if (_chosen is { } chosen)
        {
            return await chosen.GetTokenAsync(requestContext, cancellationToken);
        }

        var failures = new List<string>();
        foreach (var (name, credential) in all)
        {
            try
            {
                var token = await credential.GetTokenAsync(requestContext, cancellationToken);
                _chosen = credential;
                Log.Answered(log, name);
                return token;
            }
            catch (CredentialUnavailableException e)
            {
                failures.Add($"{name}: {e.Message.Split('\n')[0]}");
            }
        }

        throw new CredentialUnavailableException(string.Join("; ", failures));
    }

    private static partial class Log
    {
        [LoggerMessage(4002, LogLevel.Information, "Entra ID tokens for Azure storage come from {Credential}")]
        public static partial void Answered(ILogger log, string credential);
    }
}
