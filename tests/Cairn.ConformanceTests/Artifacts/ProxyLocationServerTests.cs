using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cairn.ConformanceTests.Databases;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Artifacts;

/// <summary>Experiments whose location is this server's own proxy as http.</summary>
public sealed class ProxyLocationServerTests
{
    private const string Proxy = "http://mlflow.example.com/api/2.0/mlflow-artifacts/artifacts";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DefaultRoot_IsOwnProxyAsHttp_ListsAndReadsWhatClientsPut()
    {
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Artifacts = o.Artifacts with { DefaultRoot = Proxy + "/root" },
            }
        );
        var run = await server.CreateRunAsync(await server.CreateExperimentAsync());
        var info = await server.Http.GetFromJsonAsync<JsonNode>($"api/2.0/mlflow/runs/get?run_id={run}", Ct);
        var location = (string)info!["run"]!["info"]!["artifact_uri"]!;
        location.ShouldStartWith(Proxy + "/root/");
        using var put = await server.Http.PutAsync(
            new Uri(new Uri(location + "/a.txt").AbsolutePath, UriKind.Relative),
            new StringContent("hello"),
            Ct
        );
        put.StatusCode.ShouldBe(HttpStatusCode.OK);
        var listed = await server.Http.GetFromJsonAsync<JsonNode>($"api/2.0/mlflow/artifacts/list?run_id={run}", Ct);
        ((string)listed!["files"]![0]!["path"]!).ShouldBe("a.txt");
        (await server.Http.GetStringAsync($"get-artifact?run_id={run}&path=a.txt", Ct)).ShouldBe("hello");
    }

    [Fact]
    public async Task List_LocationOnAnotherServersProxy_IsForbiddenWithTheReason()
    {
        await using var server = await RunningCairn.StartAsync();
        using var created = await server.Http.PostAsJsonAsync(
            "api/2.0/mlflow/experiments/create",
            new { name = "elsewhere", artifact_location = Proxy + "/h" },
            Ct
        );
        var experiment = (string)(await created.Content.ReadFromJsonAsync<JsonNode>(Ct))!["experiment_id"]!;
        var run = await server.CreateRunAsync(experiment);
        using var listed = await server.Http.GetAsync($"api/2.0/mlflow/artifacts/list?run_id={run}", Ct);
        listed.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await listed.Content.ReadAsStringAsync(Ct)).ShouldContain("'mlflow.example.com', which is not an address");
    }
}
