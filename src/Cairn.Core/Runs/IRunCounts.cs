namespace Cairn.Core.Runs;

/// <summary>Counts of runs, which MLflow's API does not offer.</summary>
public interface IRunCounts
{
    /// <summary>Returns how many runs a search finds on all of its pages.</summary>
    /// <exception cref="Errors.CairnException">INVALID_PARAMETER_VALUE for a filter that is not valid.</exception>
    Task<long> CountAsync(RunQuery query, CancellationToken ct);

    /// <summary>Returns the counts of experiments. Experiments without runs are left out.</summary>
    Task<IReadOnlyDictionary<long, ExperimentRuns>> OfExperimentsAsync(
        IReadOnlyList<long> experimentIds,
        CancellationToken ct
    );
}

/// <summary>The active runs of an experiment.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Running">How many of them are running.</param>
/// <param name="LastStart">When the last one started, in milliseconds since 1970, UTC.</param>
public sealed record ExperimentRuns(long Total, long Running, long? LastStart);
