using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Cairn.Bench.Load;

/// <summary>One kind of request, repeated.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsHeavy">Whether its requests are few and long.</param>
/// <param name="SendAsync">Sends the request of a number.</param>
internal sealed record Scenario(string Name, bool IsHeavy, Func<long, Task<bool>> SendAsync)
{
    public const string Filter = "metrics.m3 > 0.5 and params.p2 = 'v7' and tags.t1 = 'x1'";
    public const string Order = "metrics.m0 DESC";

    /// <summary>Reads first, then writes.</summary>
    public static IEnumerable<Scenario> All(Server server, Seed seed, CancellationToken ct)
    {
        var salt = Random.Shared.Next(1, 1000);
        yield return new("health", false, _ => server.GetAsync("health", ct));
        yield return new(
            "get-run",
            false,
            n =>
                server.GetAsync(
                    $"api/2.0/mlflow/runs/get?run_id={seed.Runs[(int)(n % Math.Min(64, seed.Runs.Count))]}",
                    ct
                )
        );
        yield return Search("search-runs-100", false, new() { ["max_results"] = 100 });
        yield return Search("search-runs-1000", true, new() { ["max_results"] = 1000 });
        yield return Search(
            "search-filter-order",
            false,
            new()
            {
                ["max_results"] = 50,
                ["filter"] = Filter,
                ["order_by"] = new JsonArray(Order),
            }
        );
        yield return new(
            "metric-history-20k",
            true,
            _ =>
                server.GetAsync(
                    $"api/2.0/mlflow/metrics/get-history?run_id={seed.LongRun}&metric_key=loss&max_results=20000",
                    ct
                )
        );
        yield return new(
            "history-interval-320",
            false,
            _ =>
                server.GetAsync(
                    $"ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?run_ids={seed.LongRun}&metric_key=loss&max_results=320",
                    ct
                )
        );
        yield return Post("search-experiments", "experiments/search", _ => """{"max_results":100}""");
        yield return Post(
            "create-run",
            "runs/create",
            _ =>
                $$"""{"experiment_id":"{{seed.Sink}}","start_time":1700000000000,"run_name":"bench","tags":[{"key":"mlflow.user","value":"bench"},{"key":"mlflow.source.name","value":"bench"}]}"""
        );
        yield return Post(
            "log-metric",
            "runs/log-metric",
            n =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"run_id":"{{Target(n)}}","key":"s{{salt}}","value":{{n}}.5,"timestamp":{{1700000000000 + n}},"step":{{n}}}"""
                )
        );
        yield return Post(
            "log-batch-100",
            "runs/log-batch",
            n =>
                $$"""{"run_id":"{{Target(n)}}","metrics":[{{string.Join(',', Enumerable.Range(0, 100).Select(k => string.Create(
            CultureInfo.InvariantCulture, $$"""{"key":"b{{salt}}_{{k}}","value":{{n}}.25,"timestamp":{{1700000000000 + n}},"step":{{n}}}""")))}}]}"""
        );

        string Target(long n) => seed.Targets[(int)(n % seed.Targets.Count)];

        Scenario Post(string name, string path, Func<long, string> body) =>
            new(name, false, n => server.PostAsync(path, Encoding.UTF8.GetBytes(body(n)), ct));

        Scenario Search(string name, bool isHeavy, JsonObject query)
        {
            query["experiment_ids"] = new JsonArray(seed.Experiment);
            var body = Encoding.UTF8.GetBytes(query.ToJsonString());
            return new(name, isHeavy, _ => server.PostAsync("runs/search", body, ct));
        }
    }
}
