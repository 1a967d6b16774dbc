using Azure;
using Cairn.Azure.Tokens;

namespace Cairn.Artifacts.Azure.Credentials;

/// <summary>What an account is accessed with: exactly one of key, signature and token.</summary>
internal sealed class AzureCredential
{
    private readonly Func<bool> _reread;
    private int _version;

    private AzureCredential(string source, bool canSign, Func<bool> reread)
    {
        Source = source;
        CanSign = canSign;
        _reread = reread;
    }

    /// <summary>Which credential this is and where it was found, for people. Holds no value.</summary>
    public string Source { get; }

    /// <summary>Whether it can make signed URLs: a signature cannot make further ones.</summary>
    public bool CanSign { get; }

    /// <summary>The account key; its value is replaced when a rotated one is read.</summary>
    public SigningKey? Key { get; private init; }

    /// <summary>The shared access signature; its value is replaced when a renewed one is read.</summary>
    public AzureSasCredential? Sas { get; private init; }

    /// <summary>Where tokens come from.</summary>
    public RenewableCredential? Token { get; private init; }

    /// <summary>Counts the changes of the value.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>Reads the files that the credential came from again.</summary>
    /// <returns>Whether the value is another one now.</returns>
    public bool Reread()
    {
        if (!_reread())
        {
            return false;
        }

        Interlocked.Increment(ref _version);
        return true;
    }

    /// <summary>Access by account key.</summary>
    public static AzureCredential OfKey(string source, string account, string key, Func<string?>? reread = null)
    {
        var credential = new SigningKey(account, key);
        return new($"the account key in {source}", true, Rereading(reread, credential.SetAccountKey))
        {
            Key = credential,
        };
    }

    /// <summary>Access by shared access signature.</summary>
    public static AzureCredential OfSas(string source, string sas, Func<string?>? reread = null)
    {
        var credential = new AzureSasCredential(sas.TrimStart('?'));
        return new(
            $"the shared access signature in {source}",
            false,
            Rereading(reread, value => credential.Update(value.TrimStart('?')))
        )
        {
            Sas = credential,
        };
    }

    /// <summary>Access by Entra ID token.</summary>
    public static AzureCredential OfToken(TokenSource source) =>
        new(source.Name, true, () => source.Reread?.Invoke() is true && source.Token.Renew()) { Token = source.Token };

    private static Func<bool> Rereading(Func<string?>? read, Action<string> update) =>
        () =>
        {
            if (read?.Invoke() is not { } value)
            {
                return false;
            }

            update(value);
            return true;
        };
}
