using Cairn.Contracts.Metrics;

namespace Cairn.Core.Metrics;

/// <summary>Histories of metrics.</summary>
public interface IMetricStore
{
    /// <summary>A page of a metric's history, ordered by time, then step, then value.</summary>
    Task<MetricHistoryResponse> HistoryAsync(
        string runId,
        string key,
        int maxResults,
        string? pageToken,
        CancellationToken ct
    );

    /// <summary>
    /// Histories of several runs in the order of run, time, step and value; <paramref name="maxResults"/> points of
    /// each run at most.
    /// </summary>
    Task<IReadOnlyList<Metric>> BulkHistoryAsync(
        IReadOnlyList<string> runIds,
        string key,
        int maxResults,
        CancellationToken ct
    );

    /// <summary>
    /// Histories sampled by step: about <paramref name="maxResults"/> evenly spaced steps, and the first and last step
    /// of each run.
    /// </summary>
    Task<IReadOnlyList<Metric>> SampledHistoryAsync(
        IReadOnlyList<string> runIds,
        string key,
        int? startStep,
        int? endStep,
        int maxResults,
        CancellationToken ct
    );
}

/// <summary>A validated metric point.</summary>
/// <param name="Key">The metric's name.</param>
/// <param name="Value">The value; not a number when <paramref name="Value"/> is NaN.</param>
/// <param name="Timestamp">Milliseconds since 1970, UTC.</param>
/// <param name="Step">The training step.</param>
/// <param name="ModelId">The logged model that the value describes.</param>
/// <param name="DatasetName">The dataset that it was computed on.</param>
/// <param name="DatasetDigest">That dataset's digest.</param>
public sealed record MetricPoint(
    string Key,
    double Value,
    long Timestamp,
    long Step,
    string? ModelId = null,
    string? DatasetName = null,
    string? DatasetDigest = null
);
