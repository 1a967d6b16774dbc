namespace Cairn.Sql.Runs;

/// <summary>How long the place of a run's artifacts may be, in characters, where columns have a length.</summary>
internal static class RunLocations
{
    /// <summary>What <c>runs.artifact_uri</c> holds.</summary>
    public const int LongestUri = 200;

    /// <summary>What leaves room for a run's id and folder below it.</summary>
    public const int LongestRoot = LongestUri - 43; // "/", 32 digits, "/artifacts"
}
