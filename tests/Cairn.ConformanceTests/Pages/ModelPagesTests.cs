using System.Net;
using System.Net.Http.Json;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Pages;

public sealed class ModelPagesTests(SharedCairn cairn)
{
    private static readonly CancellationToken _ct = TestContext.Current.CancellationToken;
    private readonly string _name = $"it's <b>{Guid.NewGuid():N}";

    [Fact]
    public async Task Pages_OfAModel_ShowItsVersionsAndWhereTheyComeFrom()
    {
        var run = await CreateRunAsync();
        await PostAsync("registered-models/create", new { name = _name, description = "Scores <img src=x>" });
        foreach (var _ in (int[])[1, 2])
        {
            var source = $"mlflow-artifacts:/0/{run}/artifacts/model";
            await PostAsync(
                "model-versions/create",
                new
                {
                    name = _name,
                    source,
                    run_id = run,
                }
            );
        }

        await PostAsync(
            "registered-models/alias",
            new
            {
                name = _name,
                alias = "champion",
                version = "1",
            }
        );
        var path = $"/models/{Uri.EscapeDataString(_name)}";
        (await PageAsync($"/models?q={Uri.EscapeDataString(_name)}")).ShouldContain("@champion v1");
        var model = await PageAsync(path);
        model.ShouldContain("versions/2\">v2</a>");
        model.ShouldNotContain("<img src=x>");
        var version = await PageAsync($"{path}/versions/2");
        version.ShouldContain("v1</a> (in use)");
        version.ShouldContain($"runs/{run}");
        version.ShouldContain("0.9400");
        version.ShouldNotContain("<b>");
    }

    [Theory]
    [InlineData("/models/none")]
    [InlineData("/models/none/versions/1")]
    [InlineData("/models/none/versions/x")]
    [InlineData("/prompts/none")]
    public async Task Page_OfAModelThatDoesNotExist_IsNotFound(string path)
    {
        using var response = await cairn.Server.Http.GetAsync(new Uri(path, UriKind.Relative), _ct);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
    }

    [Fact]
    public async Task Page_OfAPrompt_ShowsTheTextAndItsChanges()
    {
        var isPrompt = new { key = "mlflow.prompt.is_prompt", value = "true" };
        await PostAsync("registered-models/create", new { name = _name, tags = new[] { isPrompt } });
        foreach (var text in (string[])["Say {{ word }} now", "Say {{ word }} later"])
        {
            object[] tags = [isPrompt, new { key = "mlflow.prompt.text", value = text }];
            await PostAsync(
                "model-versions/create",
                new
                {
                    name = _name,
                    source = "prompt-template",
                    tags,
                }
            );
        }

        var path = $"/prompts/{Uri.EscapeDataString(_name)}";
        (await PageAsync($"/prompts?q={Uri.EscapeDataString(_name)}")).ShouldContain("prompts/");
        var page = await PageAsync(path);
        page.ShouldContain("Say <mark>{{ word }}</mark> later");
        page.ShouldContain("<del>now</del><ins>later</ins>");
        (await PageAsync($"{path}?version=1")).ShouldContain("Say <mark>{{ word }}</mark> now");
    }

    private async Task<string> CreateRunAsync()
    {
        var created = await PostAsync("runs/create", new { experiment_id = "0" });
        var id = created.GetProperty("run").GetProperty("info").GetProperty("run_id").GetString()!;
        await PostAsync(
            "runs/log-metric",
            new
            {
                run_id = id,
                key = "auc",
                value = 0.94,
                timestamp = 1L,
            }
        );
        return id;
    }

    private async Task<System.Text.Json.JsonElement> PostAsync(string path, object request)
    {
        using var response = await cairn.Server.Http.PostAsJsonAsync($"/api/2.0/mlflow/{path}", request, _ct);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(_ct));
        return await response.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(_ct);
    }

    private Task<string> PageAsync(string path) =>
        cairn.Server.Http.GetStringAsync(new Uri(path, UriKind.Relative), _ct);
}
