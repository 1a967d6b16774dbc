using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Durability;

/// <summary>What was acknowledged is still there after the server was killed at any moment.</summary>
public sealed class KillTests
{
    private const int Rounds = 24;
    private const int Writers = 8;

    [Fact]
    public async Task Kill_UnderLoad_LosesNothingAcknowledged()
    {
        var ct = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("cairn-kill-").FullName;
        var acknowledged = new ConcurrentDictionary<long, byte>();
        var step = 0L;
        string? runId = null;
        for (var round = 0; round < Rounds; round++)
        {
            using var cairn = await CairnProcess.StartAsync(
                ct,
                "--backend-store-uri",
                $"sqlite:///{folder}/cairn.db",
                "--artifacts-destination",
                $"{folder}/artifacts"
            );
            runId ??= await CreateRunAsync(cairn.Http, ct);
            (await MissingAsync(cairn.Http, runId, acknowledged.Keys, ct)).ShouldBeEmpty($"after {round} kills");

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var enough = new TaskCompletionSource();
            var target = acknowledged.Count + Random.Shared.Next(1, 400);
            var writers = Enumerable
                .Range(0, Writers)
                .Select(_ => Task.Run(() => WriteAsync(cairn.Http), ct))
                .ToArray();
            await enough.Task.WaitAsync(TimeSpan.FromMinutes(1), ct);
            await cairn.KillAsync(ct);
            await stop.CancelAsync();
            await Task.WhenAll(writers);

            async Task WriteAsync(HttpClient http)
            {
                while (!stop.IsCancellationRequested)
                {
                    var mine = Interlocked.Increment(ref step);
                    try
                    {
                        using var answer = await http.PostAsJsonAsync(
                            "api/2.0/mlflow/runs/log-metric",
                            new
                            {
                                run_id = runId,
                                key = "m",
                                value = mine,
                                timestamp = mine,
                                step = mine,
                            },
                            stop.Token
                        );
                        if (answer.StatusCode == HttpStatusCode.OK)
                        {
                            acknowledged.TryAdd(mine, 0);
                        }
                    }
                    catch (Exception e) when (CairnProcess.IsGone(e) || e is OperationCanceledException)
                    {
                        // Killed in between: this write was not acknowledged.
                    }

                    if (acknowledged.Count >= target)
                    {
                        enough.TrySetResult();
                    }
                }
            }
        }

        acknowledged.Count.ShouldBeGreaterThan(Rounds);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> CreateRunAsync(HttpClient http, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync("api/2.0/mlflow/runs/create", new { experiment_id = "0" }, ct);
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(ct))!["run"]!["info"]!["run_id"]!;
    }

    private static async Task<List<long>> MissingAsync(
        HttpClient http,
        string runId,
        IEnumerable<long> acknowledged,
        CancellationToken ct
    )
    {
        var present = new HashSet<long>();
        for (string? token = ""; token is not null; )
        {
            var page = (
                await http.GetFromJsonAsync<JsonObject>(
                    $"api/2.0/mlflow/metrics/get-history?run_id={runId}&metric_key=m&max_results=20000&page_token={Uri.EscapeDataString(token)}",
                    ct
                )
            )!;
            present.UnionWith((page["metrics"]?.AsArray() ?? []).Select(m => (long)m!["step"]!));
            token = (string?)page["next_page_token"];
        }

        return [.. acknowledged.Where(s => !present.Contains(s))];
    }
}
