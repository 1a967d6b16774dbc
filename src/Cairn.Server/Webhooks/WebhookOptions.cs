using Cairn.Core.Webhooks;

namespace Cairn.Server.Webhooks;

/// <summary>How webhooks are called.</summary>
public sealed record WebhookOptions
{
    /// <summary>Whether targets may be on this machine or in private networks.</summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>The schemes that a target's URL may have.</summary>
    public IReadOnlyList<string> AllowedSchemes { get; init; } = ["https"];

    /// <summary>How long a target may take to answer, in seconds.</summary>
    public int RequestTimeout { get; init; } = 30;

    /// <summary>How often a failed delivery is tried again.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>What secrets are encrypted with; null when there is no key.</summary>
    public Fernet? Encryption { get; init; }
}
