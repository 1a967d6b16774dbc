using Azure.Core;

namespace Cairn.Azure.Tokens;

/// <summary>
/// A token credential that can be made anew: after its secret was rotated, or when its cached token is refused.
/// </summary>
internal sealed class RenewableCredential(Func<TokenCredential> make)
{
    private volatile TokenCredential _current = make();

    public bool Renew()
    {
        _current = make();
        return true;
    }

    public ValueTask<AccessToken> GetTokenAsync(TokenRequestContext context, CancellationToken ct) =>
        _current.GetTokenAsync(context, ct);
}
