using System.Text.Json.Nodes;
using Cairn.ConformanceTests.Databases;
using Cairn.ConformanceTests.Hosting;
using Cairn.Sql.Copy;
using Cairn.Sql.Engine;
using Cairn.Sql.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.ConformanceTests.Schema;

/// <summary>
/// A server on a database that MLflow made: it serves every row, and leaves those alone that it does not serve.
/// </summary>
public sealed class SampleServerTests(PostgresFixture postgres)
{
    private static readonly string[] _served =
    [
        "experiments",
        "experiment_tags",
        "runs",
        "params",
        "tags",
        "metrics",
        "latest_metrics",
        "datasets",
        "inputs",
        "input_tags",
        "registered_models",
        "registered_model_tags",
        "registered_model_aliases",
        "model_versions",
        "model_version_tags",
        "logged_models",
        "logged_model_params",
        "logged_model_tags",
        "logged_model_metrics",
        "webhooks",
        "webhook_events",
    ];

    public static MatrixTheoryData<string, Backend> All =>
        new(["mlflow-3.11", .. Samples.Names], Enum.GetValues<Backend>());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Server_OnASample_ServesEveryRow(string name, Backend backend)
    {
        await using var test = await TestDatabase.CreateAsync(backend, postgres);
        await using var cairn = await StartAsync(name, backend, test);
        var rows = await SampleRows.ReadAsync(DatabaseOf(cairn), Ct);
        rows.Count.ShouldBeGreaterThan(10);

        var answered = await new SampleApi(cairn).ReadAsync(rows);

        answered.Order(StringComparer.Ordinal).ShouldBe(rows.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task Server_AfterADaysWrites_HasChangedNoRowThatIsNotItsOwn(Backend backend)
    {
        await using var test = await TestDatabase.CreateAsync(backend, postgres);
        await using var cairn = await StartAsync("mlflow-3.11", backend, test);
        var before = await Samples.RowsAsync(DatabaseOf(cairn), Ct);

        await WriteForADayAsync(cairn);

        var after = await Samples.RowsAsync(DatabaseOf(cairn), Ct);
        before.Except(after).ShouldBeEmpty();
        after.Except(before).Select(row => row.Split(':')[0]).Distinct().ShouldBeSubsetOf(_served);
        after.Count.ShouldBeGreaterThan(before.Count + 15);
    }

    private static Database DatabaseOf(RunningCairn cairn) => cairn.Services.GetRequiredService<Database>();

    private static async Task<RunningCairn> StartAsync(string name, Backend backend, TestDatabase test)
    {
        var uri = "sqlite:///" + Samples.Copy(name, test.Folder);
        if (backend == Backend.Postgres)
        {
            await using var source = await TestDatabase.OpenAsync(uri, Ct);
            await new SchemaGate(source, TimeProvider.System).OpenAsync("r", true, Ct);
            await using var target = await test.OpenAsync(Ct);
            await new DatabaseCopy(source, target, (_, _) => { }).RunAsync(Ct);
            uri = test.Uri;
        }

        return await RunningCairn.StartAsync(options =>
            options with
            {
                Storage = options.Storage with { BackendStoreUri = uri, Upgrade = true },
            }
        );
    }

    private static async Task WriteForADayAsync(RunningCairn cairn)
    {
        var experiment = await cairn.CreateExperimentAsync();
        await cairn.PostAsync(
            "experiments/set-experiment-tag",
            new()
            {
                ["experiment_id"] = experiment,
                ["key"] = "k",
                ["value"] = "v",
            }
        );
        var run = await cairn.CreateRunAsync(experiment);
        await cairn.PostAsync(
            "runs/log-batch",
            new()
            {
                ["run_id"] = run,
                ["metrics"] = new JsonArray(
                    new JsonObject
                    {
                        ["key"] = "m",
                        ["value"] = 1,
                        ["timestamp"] = 1,
                    }
                ),
                ["params"] = new JsonArray(new JsonObject { ["key"] = "p", ["value"] = "v" }),
                ["tags"] = new JsonArray(new JsonObject { ["key"] = "t", ["value"] = "v" }),
            }
        );
        await cairn.PostAsync(
            "runs/log-inputs",
            new()
            {
                ["run_id"] = run,
                ["datasets"] = new JsonArray(
                    new JsonObject
                    {
                        ["dataset"] = new JsonObject
                        {
                            ["name"] = "d",
                            ["digest"] = "1",
                            ["source_type"] = "local",
                            ["source"] = "s",
                        },
                        ["tags"] = new JsonArray(
                            new JsonObject { ["key"] = "mlflow.data.context", ["value"] = "training" }
                        ),
                    }
                ),
            }
        );
        var model = await cairn.PostAsync(
            "logged-models",
            new()
            {
                ["experiment_id"] = experiment,
                ["name"] = "l",
                ["source_run_id"] = run,
            }
        );
        await cairn.PostAsync(
            $"logged-models/{model["model"]!["info"]!["model_id"]}/params",
            new() { ["params"] = new JsonArray(new JsonObject { ["key"] = "p", ["value"] = "v" }) }
        );
        await cairn.PostAsync("registered-models/create", new() { ["name"] = "of-the-day" });
        await cairn.PostAsync(
            "model-versions/create",
            new()
            {
                ["name"] = "of-the-day",
                ["source"] = "s3://bucket/model",
                ["run_id"] = run,
            }
        );
        await cairn.PostAsync(
            "model-versions/transition-stage",
            new()
            {
                ["name"] = "of-the-day",
                ["version"] = "1",
                ["stage"] = "Production",
                ["archive_existing_versions"] = true,
            }
        );
        await cairn.PostAsync(
            "registered-models/alias",
            new()
            {
                ["name"] = "of-the-day",
                ["alias"] = "best",
                ["version"] = "1",
            }
        );
        await cairn.PostAsync(
            "registered-models/rename",
            new() { ["name"] = "of-the-day", ["new_name"] = "of-the-night" }
        );
        await cairn.PostAsync(
            "webhooks",
            new()
            {
                ["name"] = "w",
                ["url"] = "https://8.8.8.8/hook",
                ["events"] = new JsonArray(new JsonObject { ["entity"] = "MODEL_VERSION", ["action"] = "CREATED" }),
            }
        );
        await cairn.PostAsync(
            "runs/update",
            new()
            {
                ["run_id"] = run,
                ["status"] = "FINISHED",
                ["end_time"] = 2,
            }
        );
        await cairn.PostAsync("runs/delete", new() { ["run_id"] = run });
        await cairn.PostAsync("runs/restore", new() { ["run_id"] = run });
        await cairn.PostAsync("experiments/delete", new() { ["experiment_id"] = experiment });
        await cairn.PostAsync("experiments/restore", new() { ["experiment_id"] = experiment });
    }
}
