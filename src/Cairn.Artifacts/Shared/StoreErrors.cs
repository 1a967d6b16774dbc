using System.Diagnostics.Metrics;
using Cairn.Core.Monitoring;

namespace Cairn.Artifacts.Shared;

/// <summary>
/// Counts the failures of stores, by kind of store and of failure. What a caller asks for in vain is none.
/// </summary>
internal static class StoreErrors
{
    private static readonly Counter<long> _errors = CairnMeter.Shared.CreateCounter<long>(
        "cairn.artifact.store.errors",
        "{error}",
        "Failures of the artifact store, by store and kind."
    );

    /// <summary>Counts one.</summary>
    /// <param name="store"><c>local</c>, <c>azure-blob</c> or <c>azure-dfs</c>.</param>
    /// <param name="kind">What is the matter, in a word of a small set.</param>
    public static void Count(string store, string kind) => _errors.Add(1, new("store", store), new("kind", kind));
}
