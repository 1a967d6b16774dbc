using Cairn.Contracts.Json;
using Cairn.Contracts.Runs;

namespace Cairn.Contracts.Metrics;

/// <summary><c>GET metrics/get-history</c>.</summary>
public sealed class GetMetricHistoryRequest : RunRequest
{
    [RequiredField]
    public string? MetricKey { get; set; }

    public string? PageToken { get; set; }

    public int? MaxResults { get; set; }
}

/// <summary>A page of a metric's history, ordered by time, then step.</summary>
public sealed record MetricHistoryResponse
{
    public IReadOnlyList<Metric>? Metrics { get; init; }

    public string? NextPageToken { get; init; }
}

/// <summary>
/// <c>GET /ajax-api/2.0/mlflow/metrics/get-history-bulk</c>: the runs are repeated <c>run_id</c> keys.
/// </summary>
public sealed class GetMetricHistoryBulkRequest
{
    public List<string>? RunId { get; set; }

    public string? MetricKey { get; set; }

    public int? MaxResults { get; set; }
}

/// <summary>Histories of several runs; the list is present even when empty.</summary>
public sealed record MetricHistoryBulkResponse(IReadOnlyList<Metric> Metrics);

/// <summary><c>GET metrics/get-history-bulk-interval</c>.</summary>
public sealed class GetMetricHistoryBulkIntervalRequest
{
    [RequiredField]
    public List<string>? RunIds { get; set; }

    [RequiredField]
    public string? MetricKey { get; set; }

    public int? StartStep { get; set; }

    public int? EndStep { get; set; }

    public int? MaxResults { get; set; }
}

/// <summary>Sampled histories; absent when there is none.</summary>
public sealed record MetricHistoryBulkIntervalResponse(IReadOnlyList<Metric>? Metrics);
