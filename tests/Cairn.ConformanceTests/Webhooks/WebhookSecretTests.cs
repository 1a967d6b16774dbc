using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cairn.ConformanceTests.Databases;
using Cairn.ConformanceTests.Hosting;
using Cairn.ConformanceTests.Registry;
using Cairn.ConformanceTests.Schema;
using Cairn.Contracts.Webhooks;
using Cairn.Core.Webhooks;
using Cairn.Server.Webhooks;

namespace Cairn.ConformanceTests.Webhooks;

/// <summary>Webhooks whose secret this server's key does not open, and targets that send events elsewhere.</summary>
public sealed class WebhookSecretTests(PostgresFixture postgres)
{
    private const string Old = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=",
        New = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private const string Secret = "s3cret-of-the-team";

    private static readonly WebhookOptions _open = new()
    {
        AllowPrivateAddresses = true,
        AllowedSchemes = ["http", "https"],
        Encryption = new(New),
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(New, "The webhook's secret was encrypted with another MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY.")]
    [InlineData(null, "The webhook has a secret, but MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY is not set.")]
    public async Task Test_AfterTheKeyWasChanged_SendsNothingAndSaysSo(string? key, string expected)
    {
        await using var target = await WebhookReceiver.StartAsync();
        await using var stores = await RegistryStores.OpenAsync(Backend.Sqlite, postgres, Ct);
        var webhook = await stores.Webhooks.CreateAsync(
            new(
                "h",
                null,
                target.Url,
                [Created],
                new Fernet(Old).Encrypt(Secret, DateTimeOffset.UnixEpoch),
                WebhookStatus.Active
            ),
            Ct
        );
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Storage = o.Storage with { BackendStoreUri = stores.Uri },
                Webhooks = _open with { Encryption = key is null ? null : new(key) },
            }
        );
        (await TestAsync(server, webhook.WebhookId)).ToJsonString().ShouldContain(expected.Replace("'", "\\u0027"));

        // Another secret puts it right.
        await PatchAsync(server, webhook.WebhookId, new { url = target.Url });
        if (key is not null)
        {
            await PatchAsync(server, webhook.WebhookId, new { secret = "another" });
            (await TestAsync(server, webhook.WebhookId))["success"]!.GetValue<bool>().ShouldBeTrue();
            (await target.NextAsync(Ct)).Signature.ShouldStartWith("v1,");
        }
    }

    // The row is in a database of MLflow 3.11; the key that its secret is encrypted with was made at random.
    [Fact]
    public async Task Test_OfAWebhookThatMlflowWrote_DemandsItsKey()
    {
        var folder = Directory.CreateTempSubdirectory("cairn-test-");
        try
        {
            var uri = "sqlite:///" + Samples.Copy("mlflow-3.11", folder.FullName);
            await using var server = await RunningCairn.StartAsync(o =>
                o with
                {
                    Storage = o.Storage with { BackendStoreUri = uri },
                    Webhooks = _open,
                }
            );
            var webhook = JsonNode.Parse(await server.Http.GetStringAsync("api/2.0/mlflow/webhooks", Ct))!["webhooks"]![
                0
            ]!;
            webhook["url"]!.ToString().ShouldBe("https://1.1.1.1/h");
            webhook.ToJsonString().ShouldNotContain("gAAAA"); // Nor is the encrypted secret told.
            (await TestAsync(server, webhook["webhook_id"]!.ToString()))["error_message"]!
                .ToString()
                .ShouldContain("encrypted with another MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY");
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Fact]
    public async Task Delivery_ToATargetThatRedirects_IsNotFollowedAndHasFailed()
    {
        await using var target = await WebhookReceiver.StartAsync(302, 307);
        await using var server = await RunningCairn.StartAsync(o => o with { Webhooks = _open });
        using var created = await server.Http.PostAsJsonAsync(
            "api/2.0/mlflow/webhooks",
            new
            {
                name = "h",
                url = target.Url,
                events = new[] { new { entity = "REGISTERED_MODEL", action = "CREATED" } },
            },
            Ct
        );
        var id = JsonNode.Parse(await created.Content.ReadAsStringAsync(Ct))!["webhook"]!["webhook_id"]!.ToString();

        var result = await TestAsync(server, id);
        (result["success"]!.GetValue<bool>(), result["response_status"]!.GetValue<int>()).ShouldBe((false, 302));
        await server.Http.PostAsJsonAsync("api/2.0/mlflow/registered-models/create", new { name = "first" }, Ct);
        await server.Http.PostAsJsonAsync("api/2.0/mlflow/registered-models/create", new { name = "second" }, Ct);

        // A redirect that was followed would arrive between these.
        string[] bodies =
        [
            (await target.NextAsync(Ct)).Body,
            (await target.NextAsync(Ct)).Body,
            (await target.NextAsync(Ct)).Body,
        ];
        bodies
            .Select(b => JsonNode.Parse(b)!["data"]!["name"]!.ToString())
            .ShouldBe(["example_model", "first", "second"], ignoreOrder: true);
    }

    private static WebhookEvent Created =>
        new() { Entity = WebhookEntity.RegisteredModel, Action = WebhookAction.Created };

    private static async Task<JsonNode> TestAsync(RunningCairn server, string id)
    {
        using var answer = await server.Http.PostAsJsonAsync($"api/2.0/mlflow/webhooks/{id}/test", new { }, Ct);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!["result"]!;
    }

    private static async Task PatchAsync(RunningCairn server, string id, object change)
    {
        using var answer = await server.Http.PatchAsJsonAsync($"api/2.0/mlflow/webhooks/{id}", change, Ct);
        answer.IsSuccessStatusCode.ShouldBeTrue();
    }
}
