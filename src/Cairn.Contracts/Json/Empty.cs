namespace Cairn.Contracts.Json;

/// <summary>The empty object that answers calls without a result.</summary>
public sealed record Empty
{
    /// <summary>The one instance.</summary>
    public static Empty Response { get; } = new();
}
