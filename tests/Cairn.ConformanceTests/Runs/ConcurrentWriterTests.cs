using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Runs;

/// <summary>Many clients at once, on one run and on many.</summary>
public sealed class ConcurrentWriterTests(SharedCairn cairn)
{
    private const int Writers = 64;
    private const int WritesEach = 10;

    private HttpClient Http => cairn.Server.Http;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LogMetric_By64WritersOnOneRun_KeepsEveryPointAndTheLatest()
    {
        var run = await CreateRunAsync();
        await ForEachWriterAsync(async writer =>
        {
            for (var i = 0; i < WritesEach; i++)
            {
                await OkAsync(
                    "runs/log-metric",
                    new
                    {
                        run_id = run,
                        key = "m",
                        value = writer,
                        timestamp = 1,
                        step = (writer * WritesEach) + i,
                    }
                );
            }
        });

        var history = await GetAsync($"metrics/get-history?run_id={run}&metric_key=m&max_results=25000");
        history["metrics"]!
            .AsArray()
            .Select(m => (int)m!["step"]!)
            .Order()
            .ShouldBe(Enumerable.Range(0, Writers * WritesEach));
        var latest = (await GetAsync($"runs/get?run_id={run}"))["run"]!["data"]!["metrics"]!
            .AsArray()
            .ShouldHaveSingleItem()!;
        ((int)latest["step"]!).ShouldBe((Writers * WritesEach) - 1);
    }

    [Fact]
    public async Task LogBatch_By64WritersOnManyRuns_KeepsEachBatchWhole()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CreateRunAsync()));
        await ForEachWriterAsync(writer =>
            OkAsync(
                "runs/log-batch",
                new
                {
                    run_id = runs[writer % runs.Length],
                    metrics = Enumerable
                        .Range(0, 20)
                        .Select(k => new
                        {
                            key = $"m{k}",
                            value = writer,
                            timestamp = 1,
                            step = writer,
                        }),
                    @params = new[] { new { key = $"p{writer}", value = $"{writer}" } },
                    tags = new[] { new { key = "last", value = $"{writer}" } },
                }
            )
        );

        foreach (var run in runs)
        {
            var data = (await GetAsync($"runs/get?run_id={run}"))["run"]!["data"]!;
            data["metrics"]!.AsArray().Count.ShouldBe(20);
            data["params"]!.AsArray().Count.ShouldBe(Writers / runs.Length);
            var history = await GetAsync($"metrics/get-history?run_id={run}&metric_key=m7&max_results=1000");
            history["metrics"]!.AsArray().Count.ShouldBe(Writers / runs.Length);
        }
    }

    [Fact]
    public async Task LogParam_By64WritersWithOtherValues_OneWinsAndTheOthersAreTold()
    {
        var run = await CreateRunAsync();
        var statuses = new HttpStatusCode[Writers];
        await ForEachWriterAsync(async writer =>
        {
            using var answer = await Http.PostAsJsonAsync(
                "api/2.0/mlflow/runs/log-parameter",
                new
                {
                    run_id = run,
                    key = "p",
                    value = $"v{writer}",
                },
                Ct
            );
            statuses[writer] = answer.StatusCode;
        });

        var winner = Array.IndexOf(statuses, HttpStatusCode.OK);
        statuses.Count(s => s == HttpStatusCode.OK).ShouldBe(1);
        statuses.Count(s => s == HttpStatusCode.BadRequest).ShouldBe(Writers - 1);
        var kept = (await GetAsync($"runs/get?run_id={run}"))["run"]!["data"]!["params"]!
            .AsArray()
            .ShouldHaveSingleItem()!;
        ((string)kept["value"]!).ShouldBe($"v{winner}");
    }

    private static Task ForEachWriterAsync(Func<int, Task> write) =>
        Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => write(writer), Ct)));

    private async Task<string> CreateRunAsync()
    {
        using var answer = await Http.PostAsJsonAsync("api/2.0/mlflow/runs/create", new { experiment_id = "0" }, Ct);
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(Ct))!["run"]!["info"]!["run_id"]!;
    }

    private async Task OkAsync(string path, object body)
    {
        using var answer = await Http.PostAsJsonAsync("api/2.0/mlflow/" + path, body, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<JsonObject> GetAsync(string path) =>
        (await Http.GetFromJsonAsync<JsonObject>("api/2.0/mlflow/" + path, Ct))!;
}
