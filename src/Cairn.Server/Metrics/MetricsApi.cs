using Cairn.Contracts.Metrics;
using Cairn.Core.Access;
using Cairn.Core.Errors;
using Cairn.Core.Metrics;
using Cairn.Server.Api;

namespace Cairn.Server.Metrics;

/// <summary>The metric history endpoints.</summary>
internal sealed class MetricsApi(IMetricStore metrics)
{
    private const int LongestPage = 25_000;
    private const int MostRuns = 100;
    private const string SeeDocs = "See the API docs for more information about request parameters.";

    public void Map(ApiRoutes api)
    {
        api.Map<GetMetricHistoryRequest, MetricHistoryResponse>(
            "GET",
            "metrics/get-history",
            AccessAction.Read,
            r => Resource.Run(r.Id),
            History
        );
        api.Map<GetMetricHistoryBulkRequest, MetricHistoryBulkResponse>(
            "GET",
            "metrics/get-history-bulk",
            AccessAction.Search,
            _ => Resource.Experiments,
            BulkHistory,
            ajaxOnly: true
        );
        api.Map<GetMetricHistoryBulkIntervalRequest, MetricHistoryBulkIntervalResponse>(
            "GET",
            "metrics/get-history-bulk-interval",
            AccessAction.Search,
            _ => Resource.Experiments,
            SampledHistory
        );
    }

    private Task<MetricHistoryResponse> History(GetMetricHistoryRequest request, CancellationToken ct)
    {
        var most = request.MaxResults ?? LongestPage;
        return most <= 0
            ? throw CairnException.Invalid(
                $"Invalid value {most} for parameter 'max_results' supplied. It must be a positive integer"
            )
            : metrics.HistoryAsync(request.Id!, request.MetricKey!, Math.Min(most, LongestPage), request.PageToken, ct);
    }

    private async Task<MetricHistoryBulkResponse> BulkHistory(GetMetricHistoryBulkRequest request, CancellationToken ct)
    {
        var runs = request.RunId ?? [];
        if (runs.Count == 0)
        {
            throw CairnException.Invalid("GetMetricHistoryBulk request must specify at least one run_id.");
        }

        if (runs.Count > MostRuns)
        {
            throw CairnException.Invalid(
                $"GetMetricHistoryBulk request cannot specify more than {MostRuns} run_ids. Received {runs.Count} run_ids."
            );
        }

        if (string.IsNullOrEmpty(request.MetricKey))
        {
            throw CairnException.Invalid("GetMetricHistoryBulk request must specify a metric_key.");
        }

        return new(
            await metrics.BulkHistoryAsync(
                runs,
                request.MetricKey,
                Math.Clamp(request.MaxResults ?? LongestPage, 0, LongestPage),
                ct
            )
        );
    }

    private async Task<MetricHistoryBulkIntervalResponse> SampledHistory(
        GetMetricHistoryBulkIntervalRequest request,
        CancellationToken ct
    )
    {
        var runs = request.RunIds ?? [];
        if (runs.Count > MostRuns)
        {
            throw CairnException.Invalid(
                $"GetMetricHistoryBulkInterval request must specify at most {MostRuns} run_ids. Received {runs.Count} run_ids. {SeeDocs}"
            );
        }

        if (request.StartStep.HasValue != request.EndStep.HasValue)
        {
            throw CairnException.Invalid("If either start step or end step are specified, both must be specified.");
        }

        if (request.StartStep > request.EndStep)
        {
            throw CairnException.Invalid(
                $"end_step must be greater than start_step. Found start_step={request.StartStep} and end_step={request.EndStep}."
            );
        }

        var most = request.MaxResults ?? StepSampling.MaxSteps;
        if (most is < 1 or > StepSampling.MaxSteps)
        {
            throw CairnException.Invalid($"max_results must be between 1 and {StepSampling.MaxSteps}. {SeeDocs}");
        }

        var found = await metrics.SampledHistoryAsync(
            runs,
            request.MetricKey!,
            request.StartStep,
            request.EndStep,
            most,
            ct
        );
        return new(found.Count == 0 ? null : found);
    }
}
