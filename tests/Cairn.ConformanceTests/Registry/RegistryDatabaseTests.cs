using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cairn.ConformanceTests.Databases;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Registry;

/// <summary>A registry in a database of its own, of the tracking database's kind or of the other one.</summary>
public sealed class RegistryDatabaseTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Backend.Sqlite, Backend.Sqlite)]
    [InlineData(Backend.Sqlite, Backend.Postgres)]
    [InlineData(Backend.Postgres, Backend.Sqlite)]
    [InlineData(Backend.Postgres, Backend.Postgres)]
    public async Task Registry_InADatabaseOfItsOwn_KeepsModelsThere(Backend tracking, Backend registry)
    {
        await using var runs = await TestDatabase.CreateAsync(tracking, postgres);
        await using var models = await TestDatabase.CreateAsync(registry, postgres);
        string run;
        await using (
            var both = await RunningCairn.StartAsync(o =>
                o with
                {
                    Storage = o.Storage with { BackendStoreUri = runs.Uri, RegistryStoreUri = models.Uri },
                }
            )
        )
        {
            run = (await PostAsync(both, "runs/create", new { experiment_id = "0" }))["run"]!["info"]![
                "run_id"
            ]!.ToString();
            var id = (
                await PostAsync(
                    both,
                    "logged-models",
                    new
                    {
                        experiment_id = "0",
                        name = "lm",
                        source_run_id = run,
                    }
                )
            )["model"]!["info"]!["model_id"]!.ToString();
            await PostAsync(both, "registered-models/create", new { name = "m" });
            await PostAsync(
                both,
                "model-versions/create",
                new
                {
                    name = "m",
                    source = $"models:/{id}",
                    model_id = id,
                }
            );
            await PostAsync(
                both,
                "registered-models/alias",
                new
                {
                    name = "m",
                    alias = "best",
                    version = "1",
                }
            );
            (await both.Http.GetStringAsync($"api/2.0/mlflow/logged-models/{id}", Ct)).ShouldContain(
                "mlflow.modelVersions"
            );
        }

        await using var registryAlone = await RunningCairn.StartAsync(o =>
            o with
            {
                Storage = o.Storage with { BackendStoreUri = models.Uri },
            }
        );
        (
            await registryAlone.Http.GetStringAsync("api/2.0/mlflow/registered-models/alias?name=m&alias=best", Ct)
        ).ShouldContain($"\"run_id\":\"{run}\"");
        (
            await registryAlone.Http.GetStringAsync(
                "api/2.0/mlflow/model-versions/get-download-uri?name=m&version=1",
                Ct
            )
        ).ShouldContain("/models/m-");
        (await registryAlone.Http.GetAsync($"api/2.0/mlflow/runs/get?run_id={run}", Ct)).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
        await using var trackingAlone = await RunningCairn.StartAsync(o =>
            o with
            {
                Storage = o.Storage with { BackendStoreUri = runs.Uri },
            }
        );
        (await trackingAlone.Http.GetStringAsync("api/2.0/mlflow/registered-models/search", Ct)).ShouldBe("{}");
    }

    private static async Task<JsonNode> PostAsync(RunningCairn server, string path, object body)
    {
        using var answer = await server.Http.PostAsJsonAsync("api/2.0/mlflow/" + path, body, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }
}
