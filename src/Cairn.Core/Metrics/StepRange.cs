using System.Collections;

namespace Cairn.Core.Metrics;

/// <summary>All steps from a first to a last one.</summary>
public sealed class StepRange : IReadOnlyList<long>
{
    private readonly long _first;

    private StepRange(long first, int count, bool hasGaps) => (_first, Count, HasGaps) = (first, count, hasGaps);

    /// <summary>
    /// Whether there are fewer steps than places between the first and the last: then this is not the list of them.
    /// </summary>
    public bool HasGaps { get; }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public long this[int index] => _first + index;

    /// <summary>The range of a history.</summary>
    /// <param name="count">How many distinct steps it has.</param>
    /// <param name="first">The first step.</param>
    /// <param name="last">The last step.</param>
    public static StepRange Of(long count, long first, long last) =>
        new(first, (int)count, count > 0 && (Int128)last - first + 1 != count);

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
