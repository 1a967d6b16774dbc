using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Databases;

/// <summary>A few calls of the tracking API.</summary>
internal static class TrackingClient
{
    public static async Task<JsonNode> PostAsync(this RunningCairn cairn, string path, JsonObject body)
    {
        using var answer = await cairn.TryPostAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!;
    }

    public static Task<HttpResponseMessage> TryPostAsync(this RunningCairn cairn, string path, JsonObject body) =>
        cairn.Http.PostAsJsonAsync(new Uri("/api/2.0/mlflow/" + path, UriKind.Relative), body);

    public static async Task<JsonNode> GetAsync(this RunningCairn cairn, string path) =>
        JsonNode.Parse(await cairn.Http.GetStringAsync(new Uri("/api/2.0/mlflow/" + path, UriKind.Relative)))!;

    public static async Task<string> CreateExperimentAsync(this RunningCairn cairn) =>
        (string)
            (await cairn.PostAsync("experiments/create", new() { ["name"] = Guid.NewGuid().ToString("N") }))[
                "experiment_id"
            ]!;

    public static async Task<string> CreateRunAsync(this RunningCairn cairn, string experiment) =>
        (string)
            (await cairn.PostAsync("runs/create", new() { ["experiment_id"] = experiment, ["start_time"] = 1 }))[
                "run"
            ]!["info"]!["run_id"]!;
}
