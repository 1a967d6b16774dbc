using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cairn.ChartTests.Image;
using Cairn.ConformanceTests.Azure;
using Cairn.ConformanceTests.Databases;

namespace Cairn.ChartTests.Pods;

/// <summary>
/// The guide's installation, run: its values and its Secrets, the pod that the chart renders of them, in the image, on
/// PostgreSQL and Azurite.
/// </summary>
public sealed class ImagePodTests(CairnImage image)
{
    private const string ServiceName = "mlflow.mlflow.svc.cluster.local";
    private const string Ingress = "mlflow.example.com";

    private static readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    /// <summary>What the guide's two <c>kubectl create secret</c> make.</summary>
    private static readonly Dictionary<string, string> _secrets = new()
    {
        ["azure-storage-credentials/azure-storage-account-name"] = Azurite.GuideAccount,
        ["azure-storage-credentials/azure-storage-account-key"] = Azurite.Key,
        ["azure-service-principal/azure-client-id"] = "YOUR_CLIENT_ID",
        ["azure-service-principal/azure-client-secret"] = "YOUR_CLIENT_SECRET",
        ["azure-service-principal/azure-tenant-id"] = "YOUR_TENANT_ID",
        ["azure-service-principal/azure-subscription-id"] = "YOUR_SUBSCRIPTION_ID",
    };

    [Fact]
    public async Task GuidesPod_InTheImage_DoesWhatTheGuideVerifies()
    {
        var name = await image.OwnAsync();
        await using var postgres = await PostgresServer.StartAsync();
        await using var azurite = new Azurite(https: false);
        await azurite.StartAsync(_ct);
        var release = await Chart.RenderAsync(
            Chart.Guide("account-key"),
            [
                .. Backends.Postgres(postgres, await postgres.CreateDatabaseAsync()),
                .. Backends.Azure(azurite),
                "backendStore.databaseConnectionCheck=true",
                "artifactRoot.proxiedArtifactStorage=true",
                "ingress.enabled=true",
                $"ingress.hosts[0].host={Ingress}",
                "serviceMonitor.enabled=true",
            ]
        );
        await using var pod = new Kubelet(release, _secrets, new PodmanContainers(name));
        await pod.StartAsync();

        var experiment = await CreateExperimentAsync(pod);
        await UploadAsync(pod, experiment);
        await ListsBlobsAsync(pod, $"{experiment}/model.txt");
        await AnswersDebugCommandsAsync(pod);
        pod.Log.ShouldContain(
            line => line.Contains("Azure storage account yourmlflowstorage") && line.Contains("AZURE_STORAGE_KEY"),
            "grep -i azure finds the account and its credential"
        );
        pod.Log.ShouldContain(
            line => line.Contains("wasbs://mlflow-artifacts@yourmlflowstorage") && line.Contains("works"),
            "grep -i wasbs finds the store"
        );
        pod.Log.ShouldContain(line => line.Contains("artifacts wasbs://"), "grep -i artifact finds where they go");
        pod.Log.ShouldAllBe(
            line => !line.Contains(Azurite.Key) && !line.Contains(PostgresServer.Password),
            "no secret is logged"
        );
        (await ScrapeAsync(pod, release)).ShouldContain("http_server_request_duration_seconds_count");

        await LosesNothingAsync(pod, experiment, new Kubelet(release, _secrets, new PodmanContainers(name)));
    }

    private static async Task<string> CreateExperimentAsync(Kubelet pod)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/2.0/mlflow/experiments/create")
        {
            Content = JsonContent.Create(new { name = "guide" }),
        };
        request.Headers.Host = ServiceName;
        using var answer = await pod.Http.SendAsync(request, _ct);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(_ct))!["experiment_id"]!.ToString();
    }

    private static async Task UploadAsync(Kubelet pod, string experiment)
    {
        using var upload = new HttpRequestMessage(
            HttpMethod.Put,
            $"/api/2.0/mlflow-artifacts/artifacts/{experiment}/model.txt"
        )
        {
            Content = new StringContent("kept"),
        };
        upload.Headers.Host = Ingress;
        using var answer = await pod.Http.SendAsync(upload, _ct);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The guide's own line, as it stands there.</summary>
    private static async Task ListsBlobsAsync(Kubelet pod, string blob)
    {
        string[] line =
        [
            "az",
            "storage",
            "blob",
            "list",
            "--container-name",
            "mlflow-artifacts",
            "--account-name",
            "yourmlflowstorage",
        ];
        var (code, text) = await pod.Server.ExecAsync(line);
        code.ShouldBe(0, text);
        var listed = JsonNode.Parse(text)!.AsArray().Single(b => b!["name"]!.ToString() == blob)!;
        ((long)listed["properties"]!["contentLength"]!).ShouldBe(4);
        listed["container"]!.ToString().ShouldBe("mlflow-artifacts");
        (await pod.Server.ExecAsync([.. line, "--output", "table", "--prefix", blob[..^4]]))
            .Text.Split('\n')
            .ShouldContain($"{blob}  4");
        JsonNode
            .Parse((await pod.Server.ExecAsync([.. line, "--prefix", "nothing-begins-so"])).Text)!
            .AsArray()
            .ShouldBeEmpty();
    }

    private static async Task AnswersDebugCommandsAsync(Kubelet pod)
    {
        var (code, settings) = await pod.Server.ExecAsync(["env"]);
        code.ShouldBe(0, settings);
        settings.Split('\n').ShouldContain("AZURE_STORAGE_ACCOUNT=yourmlflowstorage");
        settings.Split('\n').ShouldContain("AZURE_STORAGE_KEY=***");
        settings.Split('\n').ShouldContain("PGPASSWORD=***");
        settings.ShouldNotContain(Azurite.Key);
        foreach (
            var line in (string[][])
                [
                    ["az", "storage", "account", "show", "--name", "yourmlflowstorage"],
                    ["python", "-c", "import mlflow; print(mlflow.get_artifact_uri())"],
                ]
        )
        {
            (await pod.Server.ExecAsync(line)).Text.ShouldContain("Run 'cairn doctor' instead");
        }

        (code, var report) = await pod.Server.ExecAsync(["cairn", "doctor"]);
        code.ShouldBe(0, report);
        report.ShouldContain("wasbs://mlflow-artifacts@yourmlflowstorage.blob.core.windows.net");
        report.ShouldContain("All is well.");
    }

    /// <summary>
    /// Asks where the ServiceMonitor says: at a port of the container, named directly or by the Service's port.
    /// </summary>
    private static async Task<string> ScrapeAsync(Kubelet pod, Manifests release)
    {
        var endpoint = release.One("ServiceMonitor")["spec"]!["endpoints"]![0]!;
        var services = release.One("Service")["spec"]!["ports"]!.AsArray();
        var name = endpoint["port"] is { } port
            ? services.Single(p => p!["name"]!.ToString() == port.ToString())!["targetPort"]!
            : endpoint["targetPort"]!;
        release.Container["ports"]!.AsArray().ShouldContain(p => p!["name"]!.ToString() == name.ToString());
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint["path"]!.ToString());
        request.Headers.Host = "203.0.113.7:5000";
        using var answer = await pod.Http.SendAsync(request, _ct);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync(_ct);
    }

    /// <summary>The pod is told to go while clients write; the next one knows all that was answered.</summary>
    private static async Task LosesNothingAsync(Kubelet pod, string experiment, Kubelet next)
    {
        using var load = new Load(pod.Http.BaseAddress!, experiment);
        load.Start();
        await load.ReachAsync(20);
        (await pod.StopAsync()).ShouldBe(0, string.Join('\n', pod.Log));
        await load.FailAsync();
        load.Failures.ShouldAllBe(
            failure => !failure.StartsWith("status"),
            "no request was refused: after the end there is nobody to connect to"
        );

        await using (next)
        {
            await next.StartAsync();
            foreach (var run in load.Done)
            {
                var stored = await next.Http.GetFromJsonAsync<JsonObject>(
                    new Uri($"/api/2.0/mlflow/runs/get?run_id={run}", UriKind.Relative),
                    _ct
                );
                stored!["run"]!["data"]!["metrics"]!.AsArray().Count.ShouldBe(1);
                (await next.Http.GetStringAsync(new Uri(load.Artifact(run), UriKind.Relative), _ct)).ShouldBe(run);
            }
        }
    }
}
