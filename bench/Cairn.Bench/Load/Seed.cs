using System.Text.Json.Nodes;

namespace Cairn.Bench.Load;

/// <summary>
/// What is read: finished runs with 20 metrics, 10 parameters and 5 tags each, and one run with a metric of 20,000
/// points. What is
/// written goes to an experiment and 64 runs of its own, so that a fast server does not burden its own reads.
/// </summary>
internal sealed record Seed(
    string Experiment,
    IReadOnlyList<string> Runs,
    string LongRun,
    string Sink,
    IReadOnlyList<string> Targets
)
{
    private const long Epoch = 1_700_000_000_000;

    public static async Task<Seed> SowAsync(Server server, int count, CancellationToken ct)
    {
        var tag = Guid.NewGuid().ToString("N")[..8];
        var experiment = (string)
            (await server.CallAsync("experiments/create", new() { ["name"] = $"bench-{tag}" }, ct))["experiment_id"]!;
        var sink = (string)
            (await server.CallAsync("experiments/create", new() { ["name"] = $"bench-writes-{tag}" }, ct))[
                "experiment_id"
            ]!;
        var targets = new List<string>();
        for (var i = 0; i < 64; i++)
        {
            targets.Add(await CreateRunAsync(server, sink, 1, ct));
        }

        var runs = new string[count];
        await Parallel.ForAsync(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct },
            async (i, token) =>
            {
                runs[i] = await CreateRunAsync(server, experiment, Epoch + (i * 1000), token);
                await server.CallAsync("runs/log-batch", Batch(runs[i], i), token);
                await server.CallAsync(
                    "runs/update",
                    new()
                    {
                        ["run_id"] = runs[i],
                        ["status"] = "FINISHED",
                        ["end_time"] = Epoch + (i * 1000) + 500,
                    },
                    token
                );
            }
        );

        var longRun = await CreateRunAsync(server, experiment, 1, ct);
        for (var block = 0; block < 20; block++)
        {
            var points = Enumerable
                .Range(block * 1000, 1000)
                .Select(step => (JsonNode)Point("loss", 1.0 / (1 + step), Epoch + step, step));
            await server.CallAsync(
                "runs/log-batch",
                new() { ["run_id"] = longRun, ["metrics"] = new JsonArray([.. points]) },
                ct
            );
        }

        return new(experiment, runs, longRun, sink, targets);
    }

    private static async Task<string> CreateRunAsync(
        Server server,
        string experiment,
        long start,
        CancellationToken ct
    ) =>
        (string)
            (
                await server.CallAsync(
                    "runs/create",
                    new() { ["experiment_id"] = experiment, ["start_time"] = start },
                    ct
                )
            )["run"]!["info"]!["run_id"]!;

    private static JsonObject Batch(string run, int i) =>
        new()
        {
            ["run_id"] = run,
            ["metrics"] = new JsonArray([
                .. Enumerable
                    .Range(0, 20)
                    .Select(k => (JsonNode)Point($"m{k}", Random.Shared.NextDouble(), Epoch + (i * 1000), 0)),
            ]),
            ["params"] = new JsonArray([
                .. Enumerable
                    .Range(0, 10)
                    .Select(k => (JsonNode)new JsonObject { ["key"] = $"p{k}", ["value"] = $"v{(i + k) % 50}" }),
            ]),
            ["tags"] = new JsonArray([
                .. Enumerable
                    .Range(0, 5)
                    .Select(k => (JsonNode)new JsonObject { ["key"] = $"t{k}", ["value"] = $"x{k}" }),
            ]),
        };

    private static JsonObject Point(string key, double value, long timestamp, long step) =>
        new()
        {
            ["key"] = key,
            ["value"] = value,
            ["timestamp"] = timestamp,
            ["step"] = step,
        };
}
