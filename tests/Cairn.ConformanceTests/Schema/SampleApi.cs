using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.ConformanceTests.Databases;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Schema;

/// <summary>
/// Asks the API for everything that the lines of <see cref="SampleRows"/> name, and says what it answers as such lines.
/// </summary>
internal sealed class SampleApi(RunningCairn cairn)
{
    private readonly List<string> _lines = [];

    public async Task<List<string>> ReadAsync(IEnumerable<string> expected)
    {
        foreach (
            var (name, keys) in expected.Select(line => line.Split(": ", 2)).Select(l => (l[0], l[1].Split(" | ")))
        )
        {
            await (
                name switch
                {
                    "experiment" => ExperimentAsync(keys[0]),
                    "run" => RunAsync(keys[0]),
                    "latest" => HistoryAsync(keys[0], keys[1]),
                    "model" => ModelAsync(keys[0]),
                    "version" => VersionAsync(keys[0], keys[1]),
                    "logged model" => LoggedModelAsync(keys[0]),
                    "webhook" => WebhookAsync(keys[0]),
                    _ => Task.CompletedTask,
                }
            );
        }

        return _lines;
    }

    private async Task ExperimentAsync(string id)
    {
        var experiment = (await cairn.GetAsync("experiments/get?experiment_id=" + id))["experiment"]!;
        Add("experiment", experiment, "experiment_id", "name", "artifact_location", "lifecycle_stage");
        AddAll("experiment tag", [id], experiment["tags"], "key", "value");
    }

    private async Task RunAsync(string id)
    {
        var run = (await cairn.GetAsync("runs/get?run_id=" + id))["run"]!;
        Add(
            "run",
            run["info"]!,
            "run_id",
            "experiment_id",
            "run_name",
            "status",
            "start_time",
            "end_time",
            "artifact_uri",
            "lifecycle_stage"
        );
        AddAll("param", [id], run["data"]!["params"], "key", "value");
        AddAll("tag", [id], run["data"]!["tags"], "key", "value");
        AddAll("latest", [id], run["data"]!["metrics"], "key", "value", "timestamp", "step");
        foreach (var input in Array(run["inputs"]?["dataset_inputs"]))
        {
            var dataset = input!["dataset"]!;
            _lines.Add(
                SampleRows.Line(
                    "dataset",
                    [id, .. Values(dataset, "name", "digest", "source_type", "source", "schema", "profile")]
                )
            );
            AddAll("dataset tag", [id], input["tags"], "key", "value");
        }

        AddAll("consumed", [id], run["inputs"]?["model_inputs"], "model_id");
        AddAll("produced", [id], run["outputs"]?["model_outputs"], "model_id", "step");
    }

    private async Task HistoryAsync(string run, string key) =>
        AddAll(
            "metric",
            [run],
            (await cairn.GetAsync($"metrics/get-history?run_id={run}&metric_key={Uri.EscapeDataString(key)}"))[
                "metrics"
            ],
            "key",
            "value",
            "timestamp",
            "step"
        );

    private async Task ModelAsync(string name)
    {
        var model = (await cairn.GetAsync("registered-models/get?name=" + Uri.EscapeDataString(name)))[
            "registered_model"
        ]!;
        Add("model", model, "name", "description");
        AddAll("model tag", [name], model["tags"], "key", "value");
        AddAll("alias", [name], model["aliases"], "alias", "version");
    }

    private async Task VersionAsync(string name, string number)
    {
        var version = (await cairn.GetAsync($"model-versions/get?name={Uri.EscapeDataString(name)}&version={number}"))[
            "model_version"
        ]!;
        Add("version", version, "name", "version", "current_stage", "source", "run_id", "status", "description");
        AddAll("version tag", [name, number], version["tags"], "key", "value");
    }

    private async Task LoggedModelAsync(string id)
    {
        var model = (await cairn.GetAsync("logged-models/" + id))["model"]!;
        Add(
            "logged model",
            model["info"]!,
            "model_id",
            "experiment_id",
            "name",
            "artifact_uri",
            "model_type",
            "source_run_id"
        );
        AddAll("logged param", [id], model["data"]?["params"], "key", "value");
        AddAll("logged tag", [id], model["info"]!["tags"], "key", "value");
        AddAll("logged metric", [id], model["data"]?["metrics"], "key", "value", "timestamp", "step", "run_id");
    }

    private async Task WebhookAsync(string id)
    {
        var webhook = (await cairn.GetAsync("webhooks/" + id))["webhook"]!;
        Add("webhook", webhook, "webhook_id", "name", "url", "status");
        foreach (var happened in Array(webhook["events"]))
        {
            _lines.Add(
                SampleRows.Line(
                    "webhook event",
                    [id, .. Values(happened!, "entity", "action").Select(v => v!.ToString()!.ToLowerInvariant())]
                )
            );
        }
    }

    private void Add(string name, JsonNode node, params string[] fields) =>
        _lines.Add(SampleRows.Line(name, Values(node, fields)));

    private void AddAll(string name, object[] owner, JsonNode? list, params string[] fields) =>
        _lines.AddRange(Array(list).Select(node => SampleRows.Line(name, [.. owner, .. Values(node!, fields)])));

    private static JsonArray Array(JsonNode? list) => list?.AsArray() ?? [];

    private static IEnumerable<object?> Values(JsonNode node, params string[] fields) =>
        fields.Select(field =>
            node[field] switch
            {
                null => null,
                var number when number.GetValueKind() == JsonValueKind.Number => field == "value"
                    ? (double)number
                    : number.ToJsonString(),
                var text => (string?)text is "NaN" && field == "value" ? null : (object?)(string?)text,
            }
        );
}
