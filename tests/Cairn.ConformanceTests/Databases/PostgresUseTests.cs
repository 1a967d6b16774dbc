using System.Net;
using System.Text.Json.Nodes;
using Cairn.ConformanceTests.Hosting;
using Cairn.Core.Errors;
using Cairn.Sql.Engine;

namespace Cairn.ConformanceTests.Databases;

/// <summary>
/// PostgreSQL as operators run it: behind a pooler, restarted, shared by several servers, reached by a socket.
/// </summary>
public sealed class PostgresUseTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Server_ThroughATransactionPooler_ServesConcurrentClients()
    {
        var server = await postgres.Server;
        await using var bouncer = await PgBouncer.StartAsync(server);
        var uri = (await server.CreateDatabaseAsync()).Replace(
            $":{server.Port}/",
            $":{bouncer.Port}/",
            StringComparison.Ordinal
        );
        await using var cairn = await RunningCairn.StartAsync(options =>
            options with
            {
                Storage = options.Storage with { BackendStoreUri = uri },
            }
        );
        var experiment = await cairn.CreateExperimentAsync();
        await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(async client =>
                {
                    var run = await cairn.CreateRunAsync(experiment);
                    for (var step = 0; step < 20; step++)
                    {
                        await LogAsync(cairn, run, step, client);
                        var read = await cairn.GetAsync("runs/get?run_id=" + run);
                        ((double)read["run"]!["data"]!["metrics"]![0]!["value"]!).ShouldBe(client + step);
                    }
                })
        );
        (await SearchAsync(cairn, experiment)).Count.ShouldBe(12);
    }

    [Fact]
    public async Task LogBatch_OnPostgres_TakesOneRoundTrip()
    {
        var server = await postgres.Server;
        await using var between = new RoundTripCounter(server.Port);
        var uri = (await server.CreateDatabaseAsync()).Replace(
            $":{server.Port}/",
            $":{between.Port}/",
            StringComparison.Ordinal
        );
        await using var cairn = await RunningCairn.StartAsync(options =>
            options with
            {
                Storage = options.Storage with { BackendStoreUri = uri },
            }
        );
        var run = await cairn.CreateRunAsync(await cairn.CreateExperimentAsync());
        for (var step = 0; step < 4; step++)
        {
            // The first ones connect and prepare.
            var before = between.Count;
            await LogAsync(cairn, run, step, 0);
            if (step == 3)
            {
                (between.Count - before).ShouldBe(1);
            }
        }

        using var changed = await cairn.TryPostAsync("runs/log-batch", Params(run, "a"));
        using var refused = await cairn.TryPostAsync("runs/log-batch", Params(run, "b"));
        (changed.StatusCode, refused.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.BadRequest));
        (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(
            "'old_value': 'a', 'new_value': 'b'"
        );
        (await cairn.GetAsync("runs/get?run_id=" + run))["run"]!["data"]!["metrics"]!
            .AsArray()
            .Count.ShouldBe(1, "nothing of a refused batch is kept");

        static JsonObject Params(string run, string value) =>
            new()
            {
                ["run_id"] = run,
                ["params"] = new JsonArray(new JsonObject { ["key"] = "p", ["value"] = value }),
                ["metrics"] = new JsonArray(
                    new JsonObject
                    {
                        ["key"] = value == "a" ? "m" : "other",
                        ["value"] = 1,
                        ["timestamp"] = 1,
                    }
                ),
            };
    }

    [Fact]
    public async Task Servers_OnOneDatabase_SeeEachOthersWritesAtOnce()
    {
        var uri = await postgres.CreateDatabaseAsync();
        var servers = await Task.WhenAll(
            Enumerable
                .Range(0, 3)
                .Select(_ =>
                    RunningCairn.StartAsync(options =>
                        options with
                        {
                            Storage = options.Storage with { BackendStoreUri = uri },
                        }
                    )
                )
        );
        var experiment = await servers[0].CreateExperimentAsync();
        for (var turn = 0; turn < 30; turn++)
        {
            var run = await servers[turn % 3].CreateRunAsync(experiment);
            await LogAsync(servers[(turn + 1) % 3], run, turn, 0);
            foreach (var server in servers)
            {
                (
                    (double)(await server.GetAsync("runs/get?run_id=" + run))["run"]!["data"]!["metrics"]![0]!["value"]!
                ).ShouldBe(turn);
                (await SearchAsync(server, experiment)).Count.ShouldBe(turn + 1);
            }
        }

        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Server_OverASocket_Serves()
    {
        var server = await postgres.Server;
        var name = (await server.CreateDatabaseAsync()).Split('/')[^1];
        var uri =
            $"postgresql+psycopg2://{PostgresServer.User}:{Uri.EscapeDataString(PostgresServer.Password)}@/{name}?host={server.SocketFolder}&port={server.Port}&application_name=socket";
        await using var cairn = await RunningCairn.StartAsync(options =>
            options with
            {
                Storage = options.Storage with { BackendStoreUri = uri },
            }
        );
        (await cairn.CreateExperimentAsync()).ShouldBe("1");
    }

    [Fact]
    public async Task Write_WhoseConnectionIsAlwaysLost_DoesNotClaimThatNothingWasKept()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.OpenAsync(
            await (await postgres.Server).CreateDatabaseAsync(),
            ct
        );

        // At once, since each gives up after a while only.
        var repeatable = Record.ExceptionAsync(() => database.WriteAsync(new LostWrite(), ct));
        var inTransaction = Record.ExceptionAsync(() =>
            database.WriteAsync(
                async s =>
                {
                    await new LostWrite().RunAsync(s);
                },
                ct
            )
        );
        (await repeatable).ShouldBeOfType<CairnException>().Message.ShouldContain("may have been kept");
        (await inTransaction).ShouldBeOfType<CairnException>().Message.ShouldContain("Nothing of it was kept");
    }

    [Fact]
    public async Task Restart_UnderLoad_LosesNothingAcknowledgedAndDoublesNothing()
    {
        await using var own = await PostgresServer.StartAsync();
        var uri = await own.CreateDatabaseAsync();
        await using var cairn = await RunningCairn.StartAsync(options =>
            options with
            {
                Storage = options.Storage with { BackendStoreUri = uri },
            }
        );
        var experiment = await cairn.CreateExperimentAsync();
        var acknowledged = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        var statuses = new System.Collections.Concurrent.ConcurrentDictionary<HttpStatusCode, int>();
        using var stop = new CancellationTokenSource();
        var clients = Enumerable
            .Range(0, 8)
            .Select(client =>
                Task.Run(async () =>
                {
                    for (var i = 0; !stop.IsCancellationRequested; i++)
                    {
                        var name = $"{client}-{i}";
                        using var answer = await cairn.TryPostAsync(
                            "runs/create",
                            new() { ["experiment_id"] = experiment, ["run_name"] = name }
                        );
                        statuses.AddOrUpdate(answer.StatusCode, 1, (_, n) => n + 1);
                        if (answer.IsSuccessStatusCode)
                        {
                            acknowledged[name] = true;
                        }
                    }
                })
            )
            .ToList();
        for (var restart = 0; restart < 3; restart++)
        {
            var reached = acknowledged.Count + 50;
            while (acknowledged.Count < reached)
            {
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }

            await own.StopAsync(restart == 1 ? "fast" : "immediate");
            await own.RestartAsync();
        }

        var more = acknowledged.Count + 50;
        while (acknowledged.Count < more)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await Task.WhenAll(clients);
        var names = (await SearchAsync(cairn, experiment)).Select(run => (string)run!["info"]!["run_name"]!).ToList();
        names.ShouldBeUnique();
        acknowledged.Keys.Except(names).ShouldBeEmpty();
        statuses.Keys.ShouldBeSubsetOf([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]);
    }

    private static Task<JsonNode> LogAsync(RunningCairn cairn, string run, int step, double more) =>
        cairn.PostAsync(
            "runs/log-batch",
            new()
            {
                ["run_id"] = run,
                ["metrics"] = new JsonArray(
                    new JsonObject
                    {
                        ["key"] = "m",
                        ["value"] = step + more,
                        ["timestamp"] = step,
                        ["step"] = step,
                    }
                ),
                ["tags"] = new JsonArray(new JsonObject { ["key"] = "t", ["value"] = "v" }),
            }
        );

    private static async Task<JsonArray> SearchAsync(RunningCairn cairn, string experiment) =>
        (
            await cairn.PostAsync(
                "runs/search",
                new() { ["experiment_ids"] = new JsonArray(experiment), ["max_results"] = 50000 }
            )
        )["runs"]
            ?.AsArray()
        ?? [];

    /// <summary>Ends its own connection.</summary>
    private sealed class LostWrite : IRepeatableWrite
    {
        private const string End = "SELECT pg_terminate_backend(pg_backend_pid())";

        public SqlBatch Batch() => new SqlBatch().Execute(End);

        public async ValueTask RunAsync(SqlSession session) => await session.ExecuteAsync(End);
    }
}
