using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.ConformanceTests.Databases;
using Cairn.ConformanceTests.Hosting;
using Cairn.ConformanceTests.Registry;
using Cairn.Contracts.Webhooks;
using Cairn.Core.Webhooks;
using Cairn.Server.Webhooks;
using Cairn.Sql.Webhooks;

namespace Cairn.ConformanceTests.Webhooks;

public sealed class WebhookTests(PostgresFixture postgres)
{
    private const string Key = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";

    private static readonly WebhookOptions _open = new()
    {
        AllowPrivateAddresses = true,
        AllowedSchemes = ["http", "https"],
        Encryption = new Fernet(Key),
    };

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task Delivery_ToATargetThatFailsAtFirst_ArrivesSignedAndUnderTheSameId(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var target = await WebhookReceiver.StartAsync(503);
        await using var test = await TestDatabase.CreateAsync(backend, postgres);
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Storage = o.Storage with { BackendStoreUri = test.Uri },
                Webhooks = _open,
            }
        );
        await CreateAsync(server, target.Url, "s3cret", ct);
        await PostAsync(
            server,
            "registered-models/create",
            new
            {
                name = "m",
                description = "d",
                tags = new[] { new { key = "a", value = "b" } },
            },
            ct
        );
        var first = await target.NextAsync(ct);
        var second = await target.NextAsync(ct);
        second.DeliveryId.ShouldBe(first.DeliveryId);
        var signed = $"{second.DeliveryId}.{second.Timestamp}.{second.Body}";
        second.Signature.ShouldBe(
            "v1," + Convert.ToBase64String(HMACSHA256.HashData("s3cret"u8, Encoding.UTF8.GetBytes(signed)))
        );
        var body = JsonNode.Parse(second.Body)!;
        (body["entity"]!.ToString(), body["action"]!.ToString()).ShouldBe(("registered_model", "created"));
        body["data"]!.ToJsonString().ShouldBe("""{"name":"m","tags":{"a":"b"},"description":"d"}""");
    }

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task Delivery_OfAnEventBeforeARestart_IsMadeAfterIt(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var target = await WebhookReceiver.StartAsync();
        await using var stores = await RegistryStores.OpenAsync(backend, postgres, ct);
        await stores.Webhooks.CreateAsync(
            new(
                "h",
                null,
                target.Url,
                [new() { Entity = WebhookEntity.RegisteredModel, Action = WebhookAction.Created }],
                null,
                WebhookStatus.Active
            ),
            ct
        );
        await stores.Models.CreateAsync("m", "", [], ct); // No server runs that would send it.
        (await stores.Outbox.NextDueAsync([], ct)).ShouldNotBeNull();
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Storage = o.Storage with { BackendStoreUri = stores.Uri },
                Webhooks = _open,
            }
        );
        (await target.NextAsync(ct)).Body.ShouldContain("\"name\":\"m\"");
    }

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task Take_ByTwoServers_GivesEachEventToOne(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stores = await RegistryStores.OpenAsync(backend, postgres, ct);
        await stores.Webhooks.CreateAsync(
            new(
                "h",
                null,
                "https://8.8.8.8/",
                [new() { Entity = WebhookEntity.RegisteredModel, Action = WebhookAction.Created }],
                null,
                WebhookStatus.Active
            ),
            ct
        );
        for (var i = 0; i < 20; i++)
        {
            await stores.Models.CreateAsync($"m{i}", "", [], ct);
        }

        var taken = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => stores.Outbox.TakeAsync(5, TimeSpan.FromMinutes(5), [], ct))
        );
        var ids = taken.SelectMany(t => t).Select(d => d.EventId).ToList();
        ids.Distinct().Count().ShouldBe(ids.Count);
        ids.Count.ShouldBeInRange(5, 20);
    }

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task Add_WhileOneWebhookHasAllThatMayWait_StillKeepsTheOthersEvents(Backend backend)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stores = await RegistryStores.OpenAsync(backend, postgres, ct);
        await stores.Webhooks.CreateAsync(
            new(
                "full",
                null,
                "https://8.8.8.8/",
                [new() { Entity = WebhookEntity.RegisteredModel, Action = WebhookAction.Created }],
                null,
                WebhookStatus.Active
            ),
            ct
        );
        await stores.Database.WriteAsync(
            async session =>
                await session.ExecuteAsync(
                    $"""
                    INSERT INTO cairn_webhook_outbox (event_id, webhook_id, entity, action, payload, created_ms, due_ms, attempts)
                    SELECT CAST(n AS VARCHAR(36)), w.webhook_id, 'e', 'a', '', 1, 1, 0 FROM webhooks w,
                        (WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {WebhookOutbox.MostWaiting}) SELECT n FROM numbers) x
                    """
                ),
            ct
        );
        await stores.Webhooks.CreateAsync(
            new(
                "other",
                null,
                "https://8.8.8.8/",
                [new() { Entity = WebhookEntity.RegisteredModel, Action = WebhookAction.Created }],
                null,
                WebhookStatus.Active
            ),
            ct
        );

        await stores.Models.CreateAsync("m", "", [], ct);

        var waiting = await stores.Database.ReadAsync(
            session =>
                session.ListAsync(
                    "SELECT w.name, COUNT(*) FROM cairn_webhook_outbox o JOIN webhooks w ON w.webhook_id = o.webhook_id GROUP BY w.name ORDER BY w.name",
                    r => (r.GetString(0), r.GetInt64(1))
                ),
            ct
        );
        waiting.ShouldBe([("full", WebhookOutbox.MostWaiting), ("other", 1)]);
    }

    [Fact]
    public async Task Test_OfATargetWhoseBodyTrickles_EndsWithTheTimeout()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var target = new StallingTarget("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Webhooks = _open with { RequestTimeout = 1 },
            }
        );
        var id = await CreateAsync(server, target.Url, null, ct);
        var result = (await PostAsync(server, $"webhooks/{id}/test", new { }, ct))["result"]!;
        result["success"]!.GetValue<bool>().ShouldBeFalse();
        result["error_message"]!.ToString().ShouldContain("within 1 seconds");
    }

    [Fact]
    public async Task Delivery_ToATargetWhoseBodyTrickles_IsDoneWithItsHeaders()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var target = new StallingTarget("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Webhooks = _open with { RequestTimeout = 600 },
            }
        );
        await CreateAsync(server, target.Url, null, ct);
        await PostAsync(server, "registered-models/create", new { name = "m" }, ct);
        await DrainedAsync(server, ct);
    }

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task Delivery_BesideADeadTarget_IsNotHeldBack(Backend backend)
    {
        const int Events = 40; // More than deliveries are under way at once.
        var ct = TestContext.Current.CancellationToken;
        await using var dead = new StallingTarget("");
        await using var target = await WebhookReceiver.StartAsync();
        await using var test = await TestDatabase.CreateAsync(backend, postgres);
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Storage = o.Storage with { BackendStoreUri = test.Uri },
                Webhooks = _open with { RequestTimeout = 600 },
            }
        );
        await CreateAsync(server, dead.Url, null, ct);
        await CreateAsync(server, target.Url, null, ct);
        for (var i = 0; i < Events; i++)
        {
            await PostAsync(server, "registered-models/create", new { name = $"m{i}" }, ct);
        }

        var received = new HashSet<string>();
        while (received.Count < Events)
        {
            received.Add((await target.NextAsync(ct)).DeliveryId);
        }
    }

    [Fact]
    public async Task Delivery_ThatFailsInAWayNobodyThoughtOf_IsGivenUpAfterItsRetries()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var stores = await RegistryStores.OpenAsync(Backend.Sqlite, postgres, ct);
        await stores.Webhooks.CreateAsync( // Registering it over the API is refused.
            new(
                "h",
                null,
                "no URL at all",
                [new() { Entity = WebhookEntity.RegisteredModel, Action = WebhookAction.Created }],
                null,
                WebhookStatus.Active
            ),
            ct
        );
        await stores.Models.CreateAsync("m", "", [], ct);
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Storage = o.Storage with { BackendStoreUri = stores.Uri },
                Webhooks = _open with { MaxRetries = 1 },
            }
        );
        await DrainedAsync(server, ct);
    }

    [Theory]
    [InlineData("https://localhost/x")]
    [InlineData("https://127.0.0.1/x")]
    [InlineData("https://0x7f000001/x")]
    [InlineData("https://2130706433/x")]
    [InlineData("https://127.1/x")]
    [InlineData("https://[::1]/x")]
    [InlineData("https://[::ffff:169.254.169.254]/x")]
    [InlineData("https://169.254.169.254/metadata/instance")]
    [InlineData("https://168.63.129.16/machine")]
    [InlineData("https://user:pw@8.8.8.8/x")]
    [InlineData("http://8.8.8.8/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("https:///x")]
    public async Task Create_WithATargetInside_IsRefused(string url)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await RunningCairn.StartAsync();
        using var answer = await server.Http.PostAsJsonAsync(
            "api/2.0/mlflow/webhooks",
            new
            {
                name = "h",
                url,
                events = new[] { new { entity = "REGISTERED_MODEL", action = "CREATED" } },
            },
            ct
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    // The name may have led elsewhere when the webhook was registered: only the connection tells.
    [Fact]
    public async Task Test_OfATargetThatIsInsideByNow_DoesNotReachIt()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var target = await WebhookReceiver.StartAsync();
        await using var stores = await RegistryStores.OpenAsync(Backend.Sqlite, postgres, ct);
        var webhook = await stores.Webhooks.CreateAsync(
            new(
                "h",
                null,
                target.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal),
                [new() { Entity = WebhookEntity.Prompt, Action = WebhookAction.Created }],
                null,
                WebhookStatus.Active
            ),
            ct
        );
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Storage = o.Storage with { BackendStoreUri = stores.Uri },
                Webhooks = _open with { AllowPrivateAddresses = false },
            }
        );
        var result = (await PostAsync(server, $"webhooks/{webhook.WebhookId}/test", new { }, ct))["result"]!;
        result["success"]!.GetValue<bool>().ShouldBeFalse();
        result["error_message"]!.ToString().ShouldContain("must not resolve to a non-public IP address");
    }

    [Fact]
    public async Task Create_WithASecretButNoKey_SaysHowToMakeOne()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await RunningCairn.StartAsync(o => o with { Webhooks = new() });
        using var answer = await server.Http.PostAsJsonAsync(
            "api/2.0/mlflow/webhooks",
            new
            {
                name = "h",
                url = "https://8.8.8.8/",
                secret = "s",
                events = new[] { new { entity = "REGISTERED_MODEL", action = "CREATED" } },
            },
            ct
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(ct)).ShouldContain("openssl rand -base64 32");
    }

    [Fact]
    public async Task Create_WithASecret_KeepsItAsAFernetToken()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await RunningCairn.StartAsync(o => o with { Webhooks = _open });
        var id = await CreateAsync(server, "https://8.8.8.8/", "s3cret", ct);
        var store = (IWebhookStore)server.Services.GetService(typeof(IWebhookStore))!;
        new Fernet(Key).Decrypt((await store.SecretAsync(id, ct))!).ShouldBe("s3cret");
    }

    [Fact]
    public async Task List_ManyWebhooks_PagesToTheEnd()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await RunningCairn.StartAsync(o => o with { Webhooks = _open });
        for (var i = 0; i < 5; i++)
        {
            await CreateAsync(server, "https://8.8.8.8/", null, ct);
        }

        var first = JsonNode.Parse(await server.Http.GetStringAsync("api/2.0/mlflow/webhooks?max_results=3", ct))!;
        var second = JsonNode.Parse(
            await server.Http.GetStringAsync(
                $"api/2.0/mlflow/webhooks?max_results=3&page_token={first["next_page_token"]}",
                ct
            )
        )!;
        first["webhooks"]!
            .AsArray()
            .Concat(second["webhooks"]!.AsArray())
            .Select(w => w!["webhook_id"]!.ToString())
            .Distinct()
            .Count()
            .ShouldBe(5);
        second["next_page_token"].ShouldBeNull();
    }

    /// <summary>Waits until no event waits.</summary>
    private static async Task DrainedAsync(RunningCairn server, CancellationToken ct)
    {
        var queue = (IWebhookQueue)server.Services.GetService(typeof(IWebhookQueue))!;
        while (await queue.NextDueAsync([], ct) is not null)
        {
            await Task.Delay(50, ct);
        }
    }

    private static async Task<string> CreateAsync(
        RunningCairn server,
        string url,
        string? secret,
        CancellationToken ct
    ) =>
        (
            await PostAsync(
                server,
                "webhooks",
                new
                {
                    name = "h",
                    url,
                    secret,
                    events = new[] { new { entity = "REGISTERED_MODEL", action = "CREATED" } },
                },
                ct
            )
        )["webhook"]!["webhook_id"]!.ToString();

    private static async Task<JsonNode> PostAsync(RunningCairn server, string path, object body, CancellationToken ct)
    {
        using var answer = await server.Http.PostAsJsonAsync("api/2.0/mlflow/" + path, body, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }
}
