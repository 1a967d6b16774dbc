using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cairn.ConformanceTests.Hosting;
using Cairn.Core.Registry;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.ConformanceTests.Registry;

/// <summary>
/// The published attacks on MLflow by the source of a version, against the real server: what registers, and what reads.
/// </summary>
public sealed class ModelSourceAttackTests : IAsyncLifetime
{
    private readonly string _name = $"m-{Guid.NewGuid():N}";
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("cairn-root-");
    private RunningCairn _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>
    /// Runs keep their artifacts in a local folder, so that a local source is not refused for being local alone.
    /// </summary>
    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_root.FullName, "secret"), "root:x:0:0", Ct);
        var artifacts = _root.CreateSubdirectory("artifacts").FullName;
        _server = await RunningCairn.StartAsync(o =>
            o with
            {
                Artifacts = o.Artifacts with { DefaultRoot = artifacts, Destination = artifacts },
            }
        );
        await AnswersAsync("registered-models/create", new { name = _name }, HttpStatusCode.OK);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _root.Delete(true);
    }

    public static TheoryData<string, string> Sources =>
        new()
        {
            { "CVE-2023-1177", "{root}" },
            { "CVE-2023-1177", "file://{root}" },
            { "CVE-2023-2356", "{run}/../../../.." },
            { "CVE-2023-2356", "{run}/%2e%2e/%2e%2e/%2e%2e/%2e%2e" },
            { "CVE-2023-2780", @"{run}\..\..\..\.." },
            { "CVE-2023-2780", "//proc/self/root{root}" },
            { "CVE-2023-2780", "file://localhost{root}" },
            { "CVE-2023-6909", "http:///#/../../../../..{root}" },
            { "CVE-2023-6909", "mlflow-artifacts:/../../../../..{root}" },
            { "CVE-2024-1483", "{run}#/../../../../..{root}" },
            { "CVE-2024-1483", "#/../../../../..{root}" },
            { "CVE-2024-3573", ":s3://b{root}" },
            { "CVE-2024-3573", "File:{root}" },
            { "CVE-2024-3848", "http://host/%23/%2e%2e/%2e%2e{root}" },
            { "CVE-2024-3848", "mlflow-artifacts:/x#/../../../..{root}" },
            { "CVE-2025-11201", "mlflow-artifacts:/..%2f..%2f..{root}" },
            { "CVE-2025-11201", "mlflow-artifacts:/%252e%252e%252f%252e%252e{root}" },
            { "CVE-2025-11201", "runs:/{id}/../../../.." },
        };

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task CreateVersion_FromASourceOfAPublishedAttack_IsRefused(string attack, string source)
    {
        var (id, artifacts) = await CreateRunAsync();
        source = Filled(source, id, artifacts);
        foreach (var run in (string?[])[null, id])
        {
            var refusal = await AnswersAsync(
                "model-versions/create",
                new
                {
                    name = _name,
                    source,
                    run_id = run,
                },
                HttpStatusCode.BadRequest
            );
            refusal["message"]!.ToString().ShouldStartWith("Invalid model version source", customMessage: attack);
        }

        (
            await _server.Http.GetStringAsync($"api/2.0/mlflow/model-versions/search?filter=name%3D'{_name}'", Ct)
        ).ShouldBe("{}");
    }

    // CVE-2026-2614: the tag that makes a prompt switched the checks of sources off.
    [Theory]
    [MemberData(nameof(Sources))]
    public async Task CreatePromptVersion_FromASourceOfAPublishedAttack_IsRefused(string attack, string source)
    {
        var (id, artifacts) = await CreateRunAsync();
        var tags = new[] { new { key = "mlflow.prompt.is_prompt", value = "true" } };
        var refusal = await AnswersAsync(
            "model-versions/create",
            new
            {
                name = _name,
                source = Filled(source, id, artifacts),
                run_id = id,
                tags,
            },
            HttpStatusCode.BadRequest
        );
        refusal["error_code"]!.ToString().ShouldBe("INVALID_PARAMETER_VALUE", $"CVE-2026-2614 with {attack}");
    }

    // The database may hold such sources: an earlier MLflow took them.
    [Theory]
    [MemberData(nameof(Sources))]
    public async Task GetArtifact_OfAVersionThatAnAttackLeftBehind_ReadsNothing(string attack, string source)
    {
        var (id, artifacts) = await CreateRunAsync();
        source = Filled(source, id, artifacts);
        var versions = _server.Services.GetRequiredService<IModelVersionStore>();
        await versions.CreateAsync(new(_name, source, source, id, "", "", []), Ct);
        await versions.CreateAsync(new(_name, source, source, "", "", "", []), Ct);
        // A copy of the first.
        await versions.CreateAsync(new(_name, $"models:/{_name}/1", source, "", "", "", []), Ct);
        foreach (var version in (int[])[1, 2, 3])
        {
            foreach (
                var path in (string[])
                    ["secret", "../secret", "../../../../secret", "%2e%2e/secret", $"{_root.FullName}/secret"]
            )
            {
                using var answer = await _server.Http.GetAsync(
                    $"model-versions/get-artifact?name={_name}&version={version}&path={Uri.EscapeDataString(path)}",
                    Ct
                );
                ((int)answer.StatusCode).ShouldBeInRange(400, 499, $"{attack}: version {version}, {path}");
                (await answer.Content.ReadAsStringAsync(Ct)).ShouldNotContain("root:x");
            }
        }
    }

    [Fact]
    public async Task CreateVersion_FromAVersionThatAnAttackLeftBehind_IsRefused()
    {
        var versions = _server.Services.GetRequiredService<IModelVersionStore>();
        await versions.CreateAsync(new(_name, _root.FullName, _root.FullName, "", "", "", []), Ct);
        var refusal = await AnswersAsync(
            "model-versions/create",
            new { name = _name, source = $"models:/{_name}/1" },
            HttpStatusCode.BadRequest
        );
        refusal["message"]!.ToString().ShouldStartWith("Invalid model version source");
    }

    // CVE-2023-6909, CVE-2024-1483 and CVE-2024-3848 began with the location of an experiment.
    [Theory]
    [InlineData("http:///#/../../../../..{root}")]
    [InlineData("mlflow-artifacts:/x#/../../../..{root}")]
    [InlineData("mlflow-artifacts:/%2e%2e/%2e%2e{root}")]
    [InlineData("{root}")]
    [InlineData("file://{root}")]
    public async Task CreateExperiment_WithALocationOfAPublishedAttack_LeadsNowhere(string location)
    {
        location = Filled(location, "", "");
        using var created = await _server.Http.PostAsJsonAsync(
            "api/2.0/mlflow/experiments/create",
            new { name = $"e-{Guid.NewGuid():N}", artifact_location = location },
            Ct
        );
        ((int)created.StatusCode).ShouldBe(400, await created.Content.ReadAsStringAsync(Ct));
    }

    // What the attacks above would look like if they were honest.
    [Fact]
    public async Task GetArtifact_OfAVersionInsideItsRun_ReadsTheFile()
    {
        var (id, artifacts) = await CreateRunAsync();
        Directory.CreateDirectory(Path.Combine(artifacts, "model"));
        await File.WriteAllTextAsync(Path.Combine(artifacts, "model", "a.txt"), "hello", Ct);
        await AnswersAsync(
            "model-versions/create",
            new
            {
                name = _name,
                source = $"{artifacts}/model",
                run_id = id,
            },
            HttpStatusCode.OK
        );
        await AnswersAsync(
            "model-versions/create",
            new { name = _name, source = $"models:/{_name}/1" },
            HttpStatusCode.OK
        );
        foreach (var version in (int[])[1, 2])
        {
            (
                await _server.Http.GetStringAsync(
                    $"model-versions/get-artifact?name={_name}&version={version}&path=a.txt",
                    Ct
                )
            ).ShouldBe("hello");
        }
    }

    private string Filled(string source, string run, string artifacts) =>
        source
            .Replace("{root}", _root.FullName, StringComparison.Ordinal)
            .Replace("{run}", artifacts, StringComparison.Ordinal)
            .Replace("{id}", run, StringComparison.Ordinal);

    private async Task<(string Id, string Artifacts)> CreateRunAsync()
    {
        var info = (await AnswersAsync("runs/create", new { experiment_id = "0" }, HttpStatusCode.OK))["run"]!["info"]!;
        return (
            info["run_id"]!.ToString(),
            info["artifact_uri"]!.ToString().Replace("file://", "", StringComparison.Ordinal)
        );
    }

    private async Task<JsonNode> AnswersAsync(string path, object body, HttpStatusCode expected)
    {
        using var answer = await _server.Http.PostAsJsonAsync("api/2.0/mlflow/" + path, body, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        answer.StatusCode.ShouldBe(expected, text);
        return JsonNode.Parse(text)!;
    }
}
