using System.Net.Http.Json;
using System.Text.Json;
using Cairn.ConformanceTests.Databases;
using Cairn.ConformanceTests.Hosting;
using Microsoft.Data.Sqlite;

namespace Cairn.ConformanceTests.Monitoring;

/// <summary>
/// What <c>/metrics</c> tells: each number moves when the thing happens that it counts. A process of its own, since
/// meters are of the process.
/// </summary>
public sealed class MetricsPageTests(PostgresFixture postgres)
{
    private const string Requests = "http_server_request_duration_seconds_count";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_AreCountedByRouteNeverByPath()
    {
        using var cairn = await CairnProcess.StartAsync(Ct, "--static-prefix", "/mlf");
        foreach (
            var path in (string[])
                [
                    "/mlf/health",
                    "/mlf/health",
                    "/mlf/api/2.0/mlflow/experiments/get?experiment_id=0",
                    "/mlf/api/2.0/mlflow/experiments/get?experiment_id=987654321987654321",
                    "/no/such/path",
                    "/mlf/no/other",
                ]
        )
        {
            using var _ = await cairn.Http.GetAsync(new Uri(path, UriKind.Relative), Ct);
        }

        var page = await Exposition.FetchAsync(cairn.Http, "/mlf/metrics");
        page.Types["http_server_request_duration_seconds"].ShouldBe("histogram");
        page.Sum(
                Requests,
                ("http_route", "/mlf/health"),
                ("http_request_method", "GET"),
                ("http_response_status_code", "200")
            )
            .ShouldBe(2);
        page.Sum(Requests, ("http_route", "/mlf/api/2.0/mlflow/experiments/get"), ("http_response_status_code", "200"))
            .ShouldBe(1);
        page.Sum(Requests, ("http_route", "/mlf/api/2.0/mlflow/experiments/get"), ("http_response_status_code", "404"))
            .ShouldBe(1);
        page.Sum("cairn_errors_total", ("error_code", "RESOURCE_DOES_NOT_EXIST")).ShouldBe(1);
        page.Sum("cairn_errors_total").ShouldBe(1, "every other code stands there with 0");
        page.Has("cairn_errors_total", ("error_code", "INTERNAL_ERROR")).ShouldBeTrue();
        page.LabelValues.ShouldNotContain(value => value.Contains("/no/") || value.Contains("987654321987654321"));
    }

    [Fact]
    public async Task Process_IsDescribed()
    {
        using var cairn = await CairnProcess.StartAsync(Ct);
        var page = await Exposition.FetchAsync(cairn.Http);
        page.Sum("cairn_build_info").ShouldBe(1);
        page.Sum("dotnet_process_memory_working_set_bytes").ShouldBeGreaterThan(10 << 20);
        page.Sum("dotnet_process_cpu_time_seconds_total").ShouldBeGreaterThan(0);
        page.Sum("dotnet_gc_heap_total_allocated_bytes_total").ShouldBeGreaterThan(0);
        foreach (
            var name in (string[])
                ["dotnet_gc_collections_total", "dotnet_gc_pause_time_seconds_total", "dotnet_process_cpu_count"]
        )
        {
            page.Names.ShouldContain(name);
        }
    }

    [Fact]
    public async Task ArtifactBytes_AreCountedBothWays()
    {
        using var cairn = await CairnProcess.StartAsync(Ct);
        var content = new byte[300_000];
        (
            await cairn.Http.PutAsync("/api/2.0/mlflow-artifacts/artifacts/a/b.bin", new ByteArrayContent(content), Ct)
        ).EnsureSuccessStatusCode();
        (await cairn.Http.GetByteArrayAsync("/api/2.0/mlflow-artifacts/artifacts/a/b.bin", Ct)).Length.ShouldBe(
            content.Length
        );
        (await cairn.Http.GetByteArrayAsync("/api/2.0/mlflow-artifacts/artifacts/a/b.bin", Ct)).Length.ShouldBe(
            content.Length
        );
        var page = await Exposition.FetchAsync(cairn.Http);
        page.Sum("cairn_artifact_io_bytes_total", ("direction", "in")).ShouldBe(300_000);
        page.Sum("cairn_artifact_io_bytes_total", ("direction", "out")).ShouldBe(600_000);
    }

    [Fact]
    public async Task StoreErrors_AreCountedByKind()
    {
        await using var store = await Collector.StartAsync();
        using var cairn = await CairnProcess.StartAsync(
            new Dictionary<string, string>
            {
                ["AZURE_STORAGE_CONNECTION_STRING"] =
                    $"BlobEndpoint={store.Address}/store;SharedAccessSignature=sv=2024-11-04&sig=x",
            },
            Ct,
            "--artifacts-destination",
            "wasbs://box@store.blob.core.windows.net"
        );
        using var refused = await cairn.Http.GetAsync("/api/2.0/mlflow-artifacts/artifacts/a/b.bin", Ct);
        var page = await Exposition.FetchAsync(cairn.Http, p => p.Sum("cairn_artifact_store_errors_total") >= 2);
        page.Sum("cairn_artifact_store_errors_total", ("store", "azure-blob"), ("kind", "permission_denied"))
            .ShouldBe(2, "the check at start and the request");
        page.Sum("cairn_errors_total", ("error_code", "PERMISSION_DENIED")).ShouldBe(1);
    }

    [Fact]
    public async Task SqliteWriter_ShowsItsQueueAndTheGroupsItMakes()
    {
        using var cairn = await CairnProcess.StartAsync(Ct, "--backend-store-uri", "sqlite:///t.db");
        var before = await Exposition.FetchAsync(cairn.Http);
        before.Sum("cairn_sqlite_write_queue", ("database", "tracking")).ShouldBe(0);
        var writes = new List<Task<HttpResponseMessage>>();
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(cairn.Folder, "t.db")}"))
        {
            await other.OpenAsync(Ct);
            await using var locked = await other.BeginTransactionAsync(Ct);
            await using var insert = other.CreateCommand();
            insert.CommandText = "UPDATE experiments SET name = name";
            await insert.ExecuteNonQueryAsync(Ct);
            for (var i = 0; i < 8; i++)
            {
                writes.Add(
                    cairn.Http.PostAsJsonAsync("/api/2.0/mlflow/experiments/create", new { name = $"e{i}" }, Ct)
                );
            }

            // One waits for the lock, the others for it.
            var waiting = await Exposition.FetchAsync(cairn.Http, page => page.Sum("cairn_sqlite_write_queue") >= 7);
            waiting.Sum("cairn_sqlite_write_queue", ("database", "tracking")).ShouldBe(7);
        }

        (await Task.WhenAll(writes)).ShouldAllBe(answer => answer.IsSuccessStatusCode);
        var after = await Exposition.FetchAsync(
            cairn.Http,
            page => page.Sum("cairn_sqlite_write_queue") == 0 && page.Sum("cairn_sqlite_write_group_size_sum") >= 8
        );
        after.Types["cairn_sqlite_write_group_size"].ShouldBe("histogram");
        after.Sum("cairn_sqlite_write_queue").ShouldBe(0);
        var (groups, members) = (
            Rise("cairn_sqlite_write_group_size_count"),
            Rise("cairn_sqlite_write_group_size_sum")
        );
        members.ShouldBe(8);
        groups.ShouldBeLessThan(8, "writes that waited together share a transaction");
        Rise("cairn_sqlite_commit_duration_seconds_count").ShouldBe(groups);

        double Rise(string name) => after.Sum(name) - before.Sum(name);
    }

    [Fact]
    public async Task PostgresPools_ShowTheirConnections()
    {
        using var cairn = await CairnProcess.StartAsync(
            Ct,
            "--backend-store-uri",
            await postgres.CreateDatabaseAsync()
        );
        using var created = await cairn.Http.PostAsJsonAsync(
            "/api/2.0/mlflow/experiments/create",
            new { name = "e" },
            Ct
        );
        var id = JsonDocument
            .Parse(await created.Content.ReadAsStringAsync(Ct))
            .RootElement.GetProperty("experiment_id")
            .GetString();
        await cairn.Http.GetStringAsync($"/api/2.0/mlflow/experiments/get?experiment_id={id}", Ct);
        var page = await Exposition.FetchAsync(cairn.Http);
        foreach (var pool in (string[])["tracking-read", "tracking-write"])
        {
            page.Sum("db_client_connection_count", ("db_client_connection_pool_name", pool)).ShouldBeGreaterThan(0);
            page.Sum("db_client_connection_max", ("db_client_connection_pool_name", pool)).ShouldBe(20);
            page.Sum("db_client_operation_duration_seconds_count", ("db_client_connection_pool_name", pool))
                .ShouldBeGreaterThan(0);
        }

        page.Names.ShouldNotContain("cairn_sqlite_write_queue");
        page.LabelValues.ShouldNotContain(value =>
            value.Contains("Password", StringComparison.OrdinalIgnoreCase) || value.Contains("127.0.0.1")
        );
    }
}
