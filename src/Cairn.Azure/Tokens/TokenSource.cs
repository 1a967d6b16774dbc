namespace Cairn.Azure.Tokens;

/// <summary>Where Entra ID tokens come from.</summary>
/// <param name="Name">A description for people. Contains no secret.</param>
/// <param name="Token">The credential.</param>
/// <param name="Reread">Reads the secret's file again; returns whether the secret has changed. Null when it cannot
/// change.</param>
internal sealed record TokenSource(string Name, RenewableCredential Token, Func<bool>? Reread = null);
