using Cairn.Contracts.Metrics;
using Cairn.Contracts.Runs;
using Cairn.Core.Errors;
using Cairn.Core.Metrics;
using Cairn.Core.Validation;

namespace Cairn.Core.Runs;

/// <summary>Turns what a client wants to log into a validated <see cref="RunLog"/>.</summary>
public static class RunLogRules
{
    /// <summary>The tag that repeats a run's name.</summary>
    public const string RunNameTag = "mlflow.runName";

    private const int MostMetrics = 1000;
    private const int MostParams = 100;
    private const int MostTags = 100;
    private const int MostEntities = 1000;
    private const int LongestParam = 6000;
    private const int LongestTag = 8000;

    /// <summary>One metric.</summary>
    public static RunLog Of(LogMetricRequest request) =>
        new(
            [
                Point(
                    new MetricInput
                    {
                        Key = request.Key,
                        Value = request.Value,
                        Timestamp = request.Timestamp,
                        Step = request.Step,
                        ModelId = request.ModelId,
                        DatasetName = request.DatasetName,
                        DatasetDigest = request.DatasetDigest,
                    },
                    ""
                ),
            ],
            [],
            []
        );

    /// <summary>One parameter.</summary>
    public static RunLog Of(LogParamRequest request) =>
        new([], [ParamOf(new() { Key = request.Key, Value = request.Value }, "")], [], SingleParam: true);

    /// <summary>One tag.</summary>
    public static RunLog Of(SetRunTagRequest request) =>
        new([], [], [TagOf(new() { Key = request.Key, Value = request.Value }, "")]);

    /// <summary>A batch.</summary>
    public static RunLog Of(LogBatchRequest request)
    {
        var (metrics, parameters, tags) = (request.Metrics ?? [], request.Params ?? [], request.Tags ?? []);
        DemandNoNulls(metrics, "metrics");
        DemandNoNulls(parameters, "params");
        DemandNoNulls(tags, "tags");
        DemandFields(metrics, parameters, tags);
        DemandLimits(metrics.Count, parameters.Count, tags.Count);

        var points = new MetricPoint[metrics.Count];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = Point(metrics[i], $"metrics[{i}].");
        }

        var checkedParams = parameters.Select((p, i) => ParamOf(p, $"params[{i}].")).ToList();
        DemandUnique(checkedParams);
        var lastOfEachKey = new Dictionary<string, RunTag>(StringComparer.Ordinal);
        for (var i = 0; i < tags.Count; i++)
        {
            var tag = TagOf(tags[i], $"tags[{i}].");
            lastOfEachKey[tag.Key!] = tag;
        }

        return new(points, checkedParams, [.. lastOfEachKey.Values]);
    }

    /// <summary>
    /// Tags given at a run's creation: any characters, but no key or value that the database could not hold.
    /// </summary>
    public static List<RunTag> CreationTags(List<RunTag>? tags)
    {
        var lastOfEachKey = new Dictionary<string, RunTag>(StringComparer.Ordinal);
        foreach (var tag in tags ?? [])
        {
            Lengths.Demand("key", tag?.Key, Names.MostCharacters);
            lastOfEachKey[tag?.Key ?? ""] = new()
            {
                Key = tag?.Key ?? "",
                Value = Lengths.Cut(tag?.Value ?? "", LongestTag),
            };
        }

        return [.. lastOfEachKey.Values];
    }

    private static void DemandNoNulls<T>(List<T> entries, string what)
    {
        var at = entries.FindIndex(e => e is null);
        if (at >= 0)
        {
            throw CairnException.Invalid($"Invalid value null for parameter '{what}[{at}]' supplied.");
        }
    }

    private static void DemandFields(List<MetricInput> metrics, List<Param> parameters, List<RunTag> tags)
    {
        for (var i = 0; i < metrics.Count; i++)
        {
            var metric = metrics[i];
            if (string.IsNullOrEmpty(metric.Key) || metric.Value is null || metric.Timestamp is null)
            {
                throw MissingField(
                    $"metrics[{i}].{(string.IsNullOrEmpty(metric.Key) ? "key" : metric.Value is null ? "value" : "timestamp")}"
                );
            }
        }

        DemandKeys(parameters.FindIndex(p => string.IsNullOrEmpty(p.Key)), "params");
        DemandKeys(tags.FindIndex(t => string.IsNullOrEmpty(t.Key)), "tags");
    }

    private static void DemandKeys(int firstWithout, string what)
    {
        if (firstWithout >= 0)
        {
            throw MissingField($"{what}[{firstWithout}].key");
        }
    }

    private static CairnException MissingField(string name) =>
        CairnException.Invalid(
            $"Missing value for required parameter '{name}'. See the API docs for more information about request parameters."
        );

    private static void DemandLimits(int metrics, int parameters, int tags)
    {
        DemandAtMost(metrics, MostMetrics, "metrics");
        DemandAtMost(parameters, MostParams, "params");
        DemandAtMost(tags, MostTags, "tags");
        DemandAtMost(metrics + parameters + tags, MostEntities, "metrics, params, and tags");
    }

    private static void DemandAtMost(int count, int most, string what)
    {
        if (count > most)
        {
            throw CairnException.Invalid(
                $"A batch logging request can contain at most {most} {what}. Got {count} {what}. "
                    + $"Please split up {what} across multiple requests and try again."
            );
        }
    }

    private static void DemandUnique(List<Param> parameters)
    {
        var repeated = parameters
            .GroupBy(p => p.Key, StringComparer.Ordinal)
            .Where(g => g.Count() > 1)
            .Select(g => $"'{g.Key}'")
            .ToList();
        if (repeated.Count > 0)
        {
            throw CairnException.Invalid(
                $"Duplicate parameter keys have been submitted: [{string.Join(", ", repeated)}]. "
                    + "Please ensure the request contains only one param value per param key."
            );
        }
    }

    private static MetricPoint Point(MetricInput metric, string prefix)
    {
        Names.Demand(metric.Key!, prefix + "name", "Metric name");
        if (
            string.IsNullOrEmpty(metric.DatasetName) != string.IsNullOrEmpty(metric.DatasetDigest)
            && prefix.Length == 0
        )
        {
            throw CairnException.Invalid("Both dataset_name and dataset_digest must be provided if one is provided");
        }

        return new(
            metric.Key!,
            metric.Value!.Value,
            metric.Timestamp!.Value,
            metric.Step ?? 0,
            Given(metric.ModelId),
            Given(metric.DatasetName),
            Given(metric.DatasetDigest)
        );
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static Param ParamOf(Param param, string prefix)
    {
        Names.Demand(param.Key!, prefix + "key", "Param key");
        return new() { Key = param.Key, Value = Lengths.Cut(param.Value ?? "", LongestParam) };
    }

    private static RunTag TagOf(RunTag tag, string prefix)
    {
        Names.Demand(tag.Key!, prefix + "key", "key");
        return new() { Key = tag.Key, Value = Lengths.Cut(tag.Value ?? "", LongestTag) };
    }
}
