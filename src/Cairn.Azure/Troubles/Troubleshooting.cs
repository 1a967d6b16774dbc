namespace Cairn.Azure.Troubles;

/// <summary>
/// Points from an error to its row in the guide's table of troubles, which the server serves below its own address.
/// </summary>
internal static class Troubleshooting
{
    /// <summary>The message, with the place in the guide where more is said.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="row">The anchor of a row in docs/azure.md, which a server serves at /docs/azure.</param>
    public static string See(this string message, string row) => $"{message} See /docs/azure#{row}";
}
