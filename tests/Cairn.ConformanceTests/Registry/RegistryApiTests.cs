using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Registry;

/// <summary>Where Cairn does what MLflow fails at, and what must never be readable.</summary>
public sealed class RegistryApiTests(SharedCairn shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly string _name = $"m-{Guid.NewGuid():N}";

    [Fact]
    public async Task TransitionStage_ArchivingForAStageThatIsNotActive_IsABadRequest()
    {
        await CreateModelAsync();
        await AnswersAsync(
            HttpMethod.Post,
            "model-versions/create",
            new { name = _name, source = "s3://b/x" },
            HttpStatusCode.OK
        );
        await AnswersAsync(
            HttpMethod.Post,
            "model-versions/transition-stage",
            new
            {
                name = _name,
                version = "1",
                stage = "Archived",
                archive_existing_versions = true,
            },
            HttpStatusCode.BadRequest
        );
    }

    [Theory]
    [InlineData("models:/nope-at-all/99", HttpStatusCode.NotFound)]
    [InlineData("models:/m-none", HttpStatusCode.NotFound)]
    [InlineData("models:/{0}@none", HttpStatusCode.BadRequest)]
    [InlineData("models:/{0}/latest", HttpStatusCode.BadRequest)]
    [InlineData("models:/{0}/Production", HttpStatusCode.NotFound)]
    [InlineData("models:/{0}/Nonsense", HttpStatusCode.BadRequest)]
    [InlineData("models:/", HttpStatusCode.NotFound)]
    public async Task CreateVersion_FromAModelThatIsNotThere_SaysSo(string source, HttpStatusCode expected)
    {
        await CreateModelAsync();
        await AnswersAsync(
            HttpMethod.Post,
            "model-versions/create",
            new { name = _name, source = source.Replace("{0}", _name, StringComparison.Ordinal) },
            expected
        );
    }

    [Fact]
    public async Task SearchModels_ByAnAbsentTag_FindsThem()
    {
        await CreateModelAsync();
        var found = JsonNode.Parse(
            await shared.Server.Http.GetStringAsync(
                $"api/2.0/mlflow/registered-models/search?filter={Uri.EscapeDataString($"name = '{_name}' AND tags.legs IS NULL")}",
                Ct
            )
        )!;
        found["registered_models"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task FinalizeLoggedModel_WithTheIdInThePathAlone_IsEnough()
    {
        var id = await CreateLoggedModelAsync();
        await AnswersAsync(
            HttpMethod.Patch,
            $"logged-models/{id}",
            new { status = "LOGGED_MODEL_READY" },
            HttpStatusCode.OK
        );
        await AnswersAsync(
            HttpMethod.Post,
            $"logged-models/{id}/params",
            new { @params = new[] { new { key = "a", value = "1" } } },
            HttpStatusCode.OK
        );
        await AnswersAsync(
            HttpMethod.Post,
            $"logged-models/{id}/params",
            new { @params = new[] { new { key = "a", value = "1" } } },
            HttpStatusCode.OK
        );
        await AnswersAsync(
            HttpMethod.Post,
            $"logged-models/{id}/params",
            new { @params = new[] { new { key = "a", value = "2" } } },
            HttpStatusCode.BadRequest
        );
        await AnswersAsync(
            HttpMethod.Patch,
            $"logged-models/{id}",
            new { model_id = "other", status = "LOGGED_MODEL_READY" },
            HttpStatusCode.BadRequest
        );
    }

    [Theory]
    [InlineData("""{"experiment_ids":["0"],"filter":"nope = 'x'"}""")]
    [InlineData("""{"experiment_ids":["0"],"filter":"metrics.acc > 'x'"}""")]
    [InlineData("""{"experiment_ids":["0"],"filter":"creation_timestamp > 'x'"}""")]
    [InlineData("""{"experiment_ids":["0"],"page_token":"bad"}""")]
    [InlineData("""{"experiment_ids":["0"],"max_results":0}""")]
    [InlineData("""{"experiment_ids":["x"]}""")]
    public async Task SearchLoggedModels_WithWhatIsWrong_IsABadRequest(string body) =>
        await AnswersAsync(HttpMethod.Post, "logged-models/search", JsonNode.Parse(body)!, HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("status = 'READY'", 1)]
    [InlineData("status = 'LOGGED_MODEL_READY'", 1)]
    [InlineData("status IN ('PENDING', 'UPLOAD_FAILED')", 0)]
    public async Task SearchLoggedModels_ByStatus_TakesItsNames(string filter, int expected)
    {
        var id = await CreateLoggedModelAsync();
        await AnswersAsync(
            HttpMethod.Patch,
            $"logged-models/{id}",
            new { status = "LOGGED_MODEL_READY" },
            HttpStatusCode.OK
        );
        var found = await AnswersAsync(
            HttpMethod.Post,
            "logged-models/search",
            new { experiment_ids = new[] { "0" }, filter = $"model_id = '{id}' AND {filter}" },
            HttpStatusCode.OK
        );
        (found["models"]?.AsArray().Count ?? 0).ShouldBe(expected);
    }

    [Fact]
    public async Task SearchLoggedModels_ByADatasetWithoutDigest_FindsAllOfItsName()
    {
        var id = await CreateLoggedModelAsync();
        var run = (await AnswersAsync(HttpMethod.Post, "runs/create", new { experiment_id = "0" }, HttpStatusCode.OK))[
            "run"
        ]!["info"]!["run_id"]!.ToString();
        await AnswersAsync(
            HttpMethod.Post,
            "runs/log-metric",
            new
            {
                run_id = run,
                key = "acc",
                value = 1,
                timestamp = 1,
                model_id = id,
                dataset_name = $"d-{_name}",
                dataset_digest = "x",
            },
            HttpStatusCode.OK
        );
        var found = await AnswersAsync(
            HttpMethod.Post,
            "logged-models/search",
            new { experiment_ids = new[] { "0" }, datasets = new[] { new { dataset_name = $"d-{_name}" } } },
            HttpStatusCode.OK
        );
        found["models"]!.AsArray().Count.ShouldBe(1);
    }

    // A prompt's source is any word. It must never be taken for a file of the server.
    [Theory]
    [InlineData("dummy-source", "passwd")]
    [InlineData("etc", "passwd")]
    public async Task GetArtifact_OfAPrompt_ReadsNothing(string source, string path)
    {
        await AnswersAsync(
            HttpMethod.Post,
            "registered-models/create",
            new { name = _name, tags = new[] { new { key = "mlflow.prompt.is_prompt", value = "true" } } },
            HttpStatusCode.OK
        );
        await AnswersAsync(
            HttpMethod.Post,
            "model-versions/create",
            new
            {
                name = _name,
                source,
                tags = new[] { new { key = "mlflow.prompt.is_prompt", value = "true" } },
            },
            HttpStatusCode.OK
        );
        using var answer = await shared.Server.Http.GetAsync(
            $"model-versions/get-artifact?name={_name}&version=1&path={path}",
            Ct
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task GetArtifact_OfAVersionFromARun_ReadsTheRunsFile()
    {
        await CreateModelAsync();
        var run = (await AnswersAsync(HttpMethod.Post, "runs/create", new { experiment_id = "0" }, HttpStatusCode.OK))[
            "run"
        ]!["info"]!["run_id"]!.ToString();
        using var content = new StringContent("hello");
        (
            await shared.Server.Http.PutAsync(
                $"api/2.0/mlflow-artifacts/artifacts/0/{run}/artifacts/model/a.txt",
                content,
                Ct
            )
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
        await AnswersAsync(
            HttpMethod.Post,
            "model-versions/create",
            new { name = _name, source = $"runs:/{run}/model" },
            HttpStatusCode.OK
        );
        await AnswersAsync(
            HttpMethod.Post,
            "model-versions/create",
            new { name = _name, source = $"models:/{_name}/1" },
            HttpStatusCode.OK
        );
        (
            await shared.Server.Http.GetStringAsync(
                $"model-versions/get-artifact?name={_name}&version=1&path=a.txt",
                Ct
            )
        ).ShouldBe("hello");
        (
            await shared.Server.Http.GetStringAsync(
                $"model-versions/get-artifact?name={_name}&version=2&path=a.txt",
                Ct
            )
        ).ShouldBe("hello");
    }

    [Fact]
    public async Task CreateVersion_WithARuleForSources_DemandsIt()
    {
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Registry = o.Registry with { ModelVersionSourceRegex = "^s3://good/" },
            }
        );
        await server.Http.PostAsJsonAsync("api/2.0/mlflow/registered-models/create", new { name = "m" }, Ct);
        (
            await server.Http.PostAsJsonAsync(
                "api/2.0/mlflow/model-versions/create",
                new { name = "m", source = "s3://bad/x" },
                Ct
            )
        ).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (
            await server.Http.PostAsJsonAsync(
                "api/2.0/mlflow/model-versions/create",
                new { name = "m", source = "s3://good/x" },
                Ct
            )
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private Task CreateModelAsync() =>
        AnswersAsync(HttpMethod.Post, "registered-models/create", new { name = _name }, HttpStatusCode.OK);

    private async Task<string> CreateLoggedModelAsync() =>
        (
            await AnswersAsync(
                HttpMethod.Post,
                "logged-models",
                new { experiment_id = "0", name = "lm" },
                HttpStatusCode.OK
            )
        )["model"]!["info"]!["model_id"]!.ToString();

    private async Task<JsonNode> AnswersAsync(HttpMethod method, string path, object body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, "api/2.0/mlflow/" + path)
        {
            Content = JsonContent.Create(body),
        };
        using var answer = await shared.Server.Http.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        answer.StatusCode.ShouldBe(expected, text);
        return JsonNode.Parse(text)!;
    }
}
