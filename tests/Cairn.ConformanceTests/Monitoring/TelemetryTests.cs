using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cairn.ConformanceTests.Databases;
using Cairn.ConformanceTests.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cairn.ConformanceTests.Monitoring;

/// <summary>
/// What a collector hears of a server. It is told the rest when the server stops, so no test waits for an interval.
/// </summary>
public sealed class TelemetryTests(PostgresFixture postgres)
{
    private const string Otlp = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http/protobuf", HttpProtocols.Http1, "/v1/traces", "/v1/metrics", "/v1/logs")]
    [InlineData(
        "grpc",
        HttpProtocols.Http2,
        "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
        "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
        "/opentelemetry.proto.collector.logs.v1.LogsService/Export"
    )]
    public async Task Otlp_EndpointIsSet_SendsTracesMetricsAndLogs(
        string protocol,
        HttpProtocols spoken,
        string traces,
        string metrics,
        string logs
    )
    {
        await using var collector = await Collector.StartAsync(spoken);
        await ServeAsync(
            new()
            {
                [Otlp] = collector.Address,
                [Protocol] = protocol,
                ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=trial",
            },
            async http =>
            {
                await http.GetStringAsync("/health", Ct);
                await http.GetStringAsync("/metrics", Ct);
                await http.PostAsJsonAsync("/api/2.0/mlflow/experiments/create", new { name = "e" }, Ct);
                await http.GetStringAsync("/api/2.0/mlflow/experiments/get?experiment_id=0", Ct);
            }
        );
        var spans = string.Concat(collector.At(traces));
        spans.ShouldContain("GET /api/2.0/mlflow/experiments/get");
        spans.ShouldContain("trial");
        spans.ShouldNotContain("/health");
        spans.ShouldNotContain("/metrics");
        var numbers = string.Concat(collector.At(metrics));
        numbers.ShouldContain("http.server.request.duration");
        numbers.ShouldContain("cairn.sqlite.write.group.size");
        string.Concat(collector.At(logs)).ShouldContain("Stopping: no new requests are accepted");
        collector.Text.ShouldContain("cairn");
    }

    [Theory]
    [InlineData("microsoft.fixed_percentage", "2", "OTEL_TRACES_SAMPLER_ARG: must be a number, from 0 to 1.")]
    [InlineData("microsoft.rate_limited", "many", "OTEL_TRACES_SAMPLER_ARG: must be a number, from 0 on.")]
    [InlineData("jaeger_remote", "", "OTEL_TRACES_SAMPLER: 'jaeger_remote' is not known")]
    public async Task AzureMonitor_SamplerThatItDoesNotKnow_IsAConfigurationError(
        string sampler,
        string argument,
        string expected
    )
    {
        var (code, error) = await RefusedAsync(
            new()
            {
                ["APPLICATIONINSIGHTS_CONNECTION_STRING"] =
                    "InstrumentationKey=5ec4e700-0000-4000-8000-000000000001;IngestionEndpoint=http://127.0.0.1:9/",
                ["OTEL_TRACES_SAMPLER"] = sampler,
                ["OTEL_TRACES_SAMPLER_ARG"] = argument,
            }
        );
        code.ShouldBe(2, error);
        error.ShouldContain(expected);
        error.ShouldNotContain("5ec4e700");
    }

    [Theory]
    [InlineData("always_off", "")]
    [InlineData("traceidratio", "0")]
    public async Task AzureMonitor_SamplerThatTakesNone_SendsNoTraces(string sampler, string argument)
    {
        await using var collector = await Collector.StartAsync();
        await ServeAsync(
            new()
            {
                ["APPLICATIONINSIGHTS_CONNECTION_STRING"] =
                    $"InstrumentationKey=5ec4e700-0000-4000-8000-000000000001;IngestionEndpoint={collector.Address}/",
                ["OTEL_TRACES_SAMPLER"] = sampler,
                ["OTEL_TRACES_SAMPLER_ARG"] = argument,
            },
            async http => await http.GetStringAsync("/api/2.0/mlflow/experiments/get?experiment_id=0", Ct)
        );
        collector.Text.ShouldContain("\"MetricData\"");
        collector.Text.ShouldNotContain("\"RequestData\"");
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "no-header-s3cret", "invalid format")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "no-header-s3cret", "invalid format")]
    [InlineData("OTEL_EXPORTER_OTLP_CERTIFICATE", "/none/such.pem", "/none/such.pem")]
    [InlineData("OTEL_EXPORTER_OTLP_CERTIFICATE", "/etc/passwd", "/etc/passwd")]
    public async Task Otlp_VariableThatTheExporterRefuses_IsAConfigurationError(
        string variable,
        string value,
        string expected
    )
    {
        var (code, error) = await RefusedAsync(new() { [Otlp] = "http://127.0.0.1:4317", [variable] = value });
        code.ShouldBe(2, error);
        error.ShouldStartWith("cairn: OTEL_EXPORTER_OTLP_*: ");
        error.ShouldContain(expected);
        error.ShouldNotContain("s3cret");
        error.Trim().ShouldNotContain('\n');
    }

    [Fact]
    public async Task AzureMonitor_ConnectionStringIsSet_SendsTracesMetricsAndLogs()
    {
        await using var collector = await Collector.StartAsync();
        var said = await ServeAsync(
            new()
            {
                ["APPLICATIONINSIGHTS_CONNECTION_STRING"] =
                    $"InstrumentationKey=5ec4e700-0000-4000-8000-000000000001;IngestionEndpoint={collector.Address}/",
                // By itself the exporter picks some traces by chance.
                ["OTEL_TRACES_SAMPLER"] = "microsoft.fixed_percentage",
                ["OTEL_TRACES_SAMPLER_ARG"] = "1.0",
            },
            async http => await http.GetStringAsync("/api/2.0/mlflow/experiments/get?experiment_id=0", Ct)
        );
        collector.Text.ShouldContain("\"RequestData\"");
        collector.Text.ShouldContain("/api/2.0/mlflow/experiments/get");
        collector.Text.ShouldContain("\"MetricData\"");
        collector.Text.ShouldContain("http.server.request.duration");
        collector.Text.ShouldContain("\"MessageData\"");
        collector.Text.ShouldContain("Stopping: no new requests are accepted");
        string.Join('\n', said).ShouldNotContain("5ec4e700");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    public async Task Telemetry_SwitchedOff_SendsNothingAndMetricsAreServed(string name, string value)
    {
        await using var collector = await Collector.StartAsync();
        var environment = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = collector.Address };
        if (name == "OTEL_SDK_DISABLED")
        {
            environment[Otlp] = collector.Address;
        }

        if (name.Length > 0)
        {
            environment[name] = value;
        }

        await ServeAsync(
            environment,
            async http =>
            {
                await http.GetStringAsync("/api/2.0/mlflow/experiments/get?experiment_id=0", Ct);
                (await Exposition.FetchAsync(http)).Names.ShouldContain("cairn_build_info");
            }
        );
        collector.Text.ShouldBeEmpty();
    }

    [Fact]
    public async Task Traces_OfRequestsAndCalls_HoldNoSecret()
    {
        await using var collector = await Collector.StartAsync();
        var said = await ServeAsync(
            new()
            {
                [Otlp] = collector.Address,
                [Protocol] = "http/protobuf",
                ["OTEL_EXPORTER_OTLP_HEADERS"] = "api-key=header-secret",
                ["AZURE_STORAGE_CONNECTION_STRING"] =
                    $"BlobEndpoint={collector.Address}/store;SharedAccessSignature=sv=2024-11-04&sp=racwdl&sig=signature-secret",
                ["MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS"] = "true",
                ["MLFLOW_WEBHOOK_ALLOWED_SCHEMES"] = "http",
            },
            async http =>
            {
                (
                    await http.GetAsync("/api/2.0/mlflow-artifacts/artifacts/1/model.bin?token=query-secret", Ct)
                ).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
                var hook = new
                {
                    name = "h",
                    url = $"{collector.Address}/services/path-secret?key=hook-secret",
                    events = new[] { new { entity = "REGISTERED_MODEL", action = "CREATED" } },
                };
                using var created = await http.PostAsJsonAsync("/api/2.0/mlflow/webhooks", hook, Ct);
                var id = JsonDocument
                    .Parse(await created.Content.ReadAsStringAsync(Ct))
                    .RootElement.GetProperty("webhook")
                    .GetProperty("webhook_id")
                    .GetString();
                using var tested = await http.PostAsJsonAsync($"/api/2.0/mlflow/webhooks/{id}/test", new { }, Ct);
                tested.StatusCode.ShouldBe(HttpStatusCode.OK);
            },
            "--artifacts-destination",
            "wasbs://box@store.blob.core.windows.net"
        );
        var told = string.Concat(
            (string[])
                [.. collector.At("/v1/traces"), .. collector.At("/v1/metrics"), .. collector.At("/v1/logs"), .. said]
        );
        collector.At("/store/box/1/model.bin").ShouldNotBeEmpty("the store was called");
        collector.At("/services/path-secret").ShouldNotBeEmpty("the webhook was called");
        told.ShouldContain("url.full");
        told.ShouldContain(collector.Address);
        told.ShouldContain("answered 403", Case.Sensitive, "the store's refusal is in the log");
        foreach (
            var secret in (string[])["signature-secret", "query-secret", "path-secret", "hook-secret", "header-secret"]
        )
        {
            told.ShouldNotContain(secret);
        }
    }

    [Fact]
    public async Task Traces_OfStatements_HoldNeitherValuesNorThePassword()
    {
        await using var collector = await Collector.StartAsync();
        await ServeAsync(
            new() { [Otlp] = collector.Address, [Protocol] = "http/protobuf" },
            async http =>
                (
                    await http.PostAsJsonAsync(
                        "/api/2.0/mlflow/experiments/create",
                        new { name = "value-of-a-parameter" },
                        Ct
                    )
                ).EnsureSuccessStatusCode(),
            "--backend-store-uri",
            await postgres.CreateDatabaseAsync()
        );
        collector.Text.ShouldContain("INSERT INTO experiments");
        collector.Text.ShouldContain("tracking-write");
        collector.Text.ShouldNotContain("value-of-a-parameter");
        collector.Text.ShouldNotContain(PostgresServer.Password);
        collector.Text.ShouldNotContain(Uri.EscapeDataString(PostgresServer.Password));
    }

    [Fact]
    public async Task Shutdown_CollectorDoesNotAnswer_StillClosesTheDatabase()
    {
        using var silent = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var cairn = await CairnProcess.StartAsync(
            new Dictionary<string, string> { [Otlp] = $"http://{silent.LocalEndpoint}", [Protocol] = "http/protobuf" },
            Ct,
            "--backend-store-uri",
            "sqlite:///t.db"
        );
        (
            await cairn.Http.PostAsJsonAsync("/api/2.0/mlflow/experiments/create", new { name = "e" }, Ct)
        ).EnsureSuccessStatusCode();
        var log = Path.Combine(cairn.Folder, "t.db-wal");
        File.Exists(log).ShouldBeTrue();
        await cairn.SignalAsync("TERM", Ct);
        (await cairn.ExitAsync(Ct)).ShouldBe(0);
        cairn.Said.ShouldContain(line => line.Contains("Stopped"));
        File.Exists(log).ShouldBeFalse("a database that was closed leaves no log behind");
    }

    /// <summary>
    /// Runs a server that is to refuse these variables, and returns its exit code and what it complained of.
    /// </summary>
    private static async Task<(int Code, string Error)> RefusedAsync(Dictionary<string, string> environment)
    {
        var folder = Directory.CreateTempSubdirectory("cairn-test-");
        var start = new ProcessStartInfo(CairnExecutable.Location, ["server", "--port", "0"])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var cairn = Process.Start(start)!;
        var error = await cairn.StandardError.ReadToEndAsync(Ct);
        await cairn.WaitForExitAsync(Ct);
        folder.Delete(recursive: true);
        return (cairn.ExitCode, error);
    }

    /// <summary>Runs a server with these variables, stops it as Kubernetes does, and returns what it wrote.</summary>
    private static async Task<IReadOnlyList<string>> ServeAsync(
        Dictionary<string, string> environment,
        Func<HttpClient, Task> use,
        params string[] args
    )
    {
        using var cairn = await CairnProcess.StartAsync(environment, Ct, args);
        await use(cairn.Http);
        await cairn.SignalAsync("TERM", Ct);
        (await cairn.ExitAsync(Ct)).ShouldBe(0);
        return cairn.Said;
    }
}
