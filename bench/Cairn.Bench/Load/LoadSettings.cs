namespace Cairn.Bench.Load;

/// <summary>How much to load.</summary>
/// <param name="Runs">Runs to read.</param>
/// <param name="Seconds">Length of a scenario.</param>
/// <param name="Connections">Clients at once.</param>
/// <param name="Only">Scenarios to run; empty runs all.</param>
internal sealed record LoadSettings(int Runs, int Seconds, int Connections, IReadOnlySet<string> Only)
{
    /// <summary>Whether a scenario is to be run.</summary>
    public bool Wants(string scenario) => Only.Count == 0 || Only.Contains(scenario);

    /// <summary>A scenario's clients and length: few and long requests get fewer clients and more time.</summary>
    public (int Clients, TimeSpan Length) For(bool isHeavy) =>
        isHeavy ? (2, TimeSpan.FromSeconds(Seconds * 3)) : (Connections, TimeSpan.FromSeconds(Seconds));
}
