namespace Cairn.Core.Access;

/// <summary>Who sends a request. Resolved once per request and handed on as a parameter.</summary>
/// <param name="Name">The user name; empty for an anonymous caller.</param>
public sealed record Caller(string Name)
{
    /// <summary>A caller who presented no credential.</summary>
    public static Caller Anonymous { get; } = new("");

    /// <summary>Whether the caller presented no credential.</summary>
    public bool IsAnonymous => Name.Length == 0;
}
