using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Sessions;

/// <summary>
/// The session of the README over plain HTTP: train, upload a model, find the run, fetch the model back.
/// </summary>
public sealed class FirstSessionTests(SharedCairn cairn)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Http => cairn.Server.Http;

    [Fact]
    public async Task Session_FromExperimentToDownload_GivesBackWhatWasLogged()
    {
        var experiment = (string)
            (await PostAsync("experiments/create", new { name = $"session-{Guid.NewGuid():N}" }))["experiment_id"]!;
        var created = await PostAsync(
            "runs/create",
            new
            {
                experiment_id = experiment,
                run_name = "first",
                start_time = 1700000000000,
            }
        );
        var run = (string)created["run"]!["info"]!["run_id"]!;
        var root = ((string)created["run"]!["info"]!["artifact_uri"]!).Replace(
            "mlflow-artifacts:/",
            "",
            StringComparison.Ordinal
        );

        await PostAsync(
            "runs/log-parameter",
            new
            {
                run_id = run,
                key = "lr",
                value = "0.01",
            }
        );
        await PostAsync(
            "runs/log-batch",
            new
            {
                run_id = run,
                metrics = Enumerable
                    .Range(0, 400)
                    .Select(step => new
                    {
                        key = "loss",
                        value = 1.0 / (step + 1),
                        timestamp = 1700000000000 + step,
                        step,
                    }),
            }
        );
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["model/MLmodel"] = "flavors: {}\n"u8.ToArray(),
            ["model/data/weights.bin"] = RandomBytes(3_000_000),
            ["model/empty"] = [],
        };
        foreach (var (path, bytes) in files)
        {
            using var put = await Http.PutAsync(
                new Uri($"api/2.0/mlflow-artifacts/artifacts/{root}/{path}", UriKind.Relative),
                new ByteArrayContent(bytes),
                Ct
            );
            put.EnsureSuccessStatusCode();
        }

        await PostAsync(
            "runs/update",
            new
            {
                run_id = run,
                status = "FINISHED",
                end_time = 1700000001000,
            }
        );

        var found = await PostAsync(
            "runs/search",
            new
            {
                experiment_ids = new[] { experiment },
                filter = "metrics.loss < 0.01 and params.lr = '0.01' and attributes.status = 'FINISHED'",
                order_by = new[] { "metrics.loss ASC" },
            }
        );
        var hit = found["runs"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)hit["info"]!["run_id"]!).ShouldBe(run);
        ((double)hit["data"]!["metrics"]![0]!["value"]!).ShouldBe(1.0 / 400);

        (await ListAsync(run, "")).ShouldBe(["model"]);
        (await ListAsync(run, "model")).ShouldBe(["model/MLmodel", "model/data", "model/empty"]);
        foreach (var (path, bytes) in files)
        {
            (
                await Http.GetByteArrayAsync(
                    new Uri($"api/2.0/mlflow-artifacts/artifacts/{root}/{path}", UriKind.Relative),
                    Ct
                )
            ).ShouldBe(bytes);
            (
                await Http.GetByteArrayAsync(new Uri($"get-artifact?run_id={run}&path={path}", UriKind.Relative), Ct)
            ).ShouldBe(bytes);
        }
    }

    private static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        Random.Shared.NextBytes(bytes);
        return bytes;
    }

    private async Task<List<string>> ListAsync(string run, string path)
    {
        var listed = (
            await Http.GetFromJsonAsync<JsonObject>($"api/2.0/mlflow/artifacts/list?run_id={run}&path={path}", Ct)
        )!;
        return [.. listed["files"]!.AsArray().Select(f => (string)f!["path"]!)];
    }

    private async Task<JsonObject> PostAsync(string path, object body)
    {
        using var answer = await Http.PostAsJsonAsync("api/2.0/mlflow/" + path, body, Ct);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(Ct))!;
    }
}
