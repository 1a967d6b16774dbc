using System.Net.Http.Json;
using System.Text.Json;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Pages;

/// <summary>Fills a server with one of everything that pages link to.</summary>
internal static class FilledServer
{
    public static async Task FillAsync(RunningCairn server, CancellationToken ct)
    {
        var run = await IdAsync("runs/create", new { experiment_id = "0", run_name = "a & b" }, "run_id");
        await IdAsync(
            "runs/log-metric",
            new
            {
                run_id = run,
                key = "eval/loss",
                value = 0.5,
                timestamp = 1L,
            }
        );
        await IdAsync(
            "runs/log-parameter",
            new
            {
                run_id = run,
                key = "depth",
                value = "6",
            }
        );
        var model = await IdAsync(
            "logged-models",
            new
            {
                experiment_id = "0",
                name = "m",
                source_run_id = run,
            },
            "model_id"
        );
        await IdAsync("runs/outputs", new { run_id = run, models = new[] { new { model_id = model, step = 0 } } });
        await IdAsync("registered-models/create", new { name = "fraud" });
        var source = $"mlflow-artifacts:/0/{run}/artifacts/d";
        await IdAsync(
            "model-versions/create",
            new
            {
                name = "fraud",
                source,
                run_id = run,
            }
        );
        object[] isPrompt = [new { key = "mlflow.prompt.is_prompt", value = "true" }];
        await IdAsync("registered-models/create", new { name = "summary", tags = isPrompt });
        await IdAsync(
            "model-versions/create",
            new
            {
                name = "summary",
                source = "prompt-template",
                tags = isPrompt,
            }
        );
        foreach (var path in (string[])["top.md", "d/a.txt", "d/b%20c/x%2525y.csv"])
        {
            using var stored = await server.Http.PutAsync(
                new Uri($"/api/2.0/mlflow-artifacts/artifacts/0/{run}/artifacts/{path}", UriKind.Relative),
                new StringContent("a,b\n1,2\n"),
                ct
            );
            stored.EnsureSuccessStatusCode();
        }

        async Task<string> IdAsync(string path, object request, string field = "")
        {
            using var response = await server.Http.PostAsJsonAsync($"/api/2.0/mlflow/{path}", request, ct);
            var text = await response.Content.ReadAsStringAsync(ct);
            response.IsSuccessStatusCode.ShouldBeTrue($"{path}: {text}");
            using var answer = JsonDocument.Parse(text);
            return field.Length == 0
                ? ""
                : answer
                    .RootElement.EnumerateObject()
                    .First()
                    .Value.GetProperty("info")
                    .GetProperty(field)
                    .GetString()!;
        }
    }
}
