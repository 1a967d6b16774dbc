namespace Cairn.Sql.Engine;

/// <summary>A named parameter of a statement. Arrays are lists, for <c>= ANY(@name)</c>.</summary>
/// <param name="Name">With its <c>@</c>.</param>
/// <param name="Value">string, long, int, double, bool, byte[], string[], long[] or null.</param>
public readonly record struct SqlParam(string Name, object? Value)
{
    /// <summary>Lets a parameter be written as a pair.</summary>
    public static implicit operator SqlParam((string Name, object? Value) pair) => new(pair.Name, pair.Value);
}
