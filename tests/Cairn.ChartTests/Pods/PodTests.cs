using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Cairn.ChartTests.Pods;

/// <summary>Rendered pods, started.</summary>
public sealed class PodTests
{
    private static readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task DefaultPod_ServesKeepsAndStops()
    {
        var release = await Chart.RenderAsync(null, "ingress.enabled=true", "ingress.hosts[0].host=mlflow.example.com");
        await using var pod = new Kubelet(release);
        await pod.StartAsync();

        var experiment = await CreateExperimentAsync(pod, "mlflow.mlflow.svc.cluster.local");
        using (
            var upload = new HttpRequestMessage(
                HttpMethod.Put,
                $"/api/2.0/mlflow-artifacts/artifacts/{experiment}/a.txt"
            )
            {
                Content = new StringContent("kept"),
            }
        )
        {
            upload.Headers.Host = "mlflow.example.com";
            (await pod.Http.SendAsync(upload, _ct)).EnsureSuccessStatusCode();
        }

        (
            await pod.Http.GetStringAsync(
                new Uri($"/api/2.0/mlflow-artifacts/artifacts/{experiment}/a.txt", UriKind.Relative),
                _ct
            )
        ).ShouldBe("kept");
        using (var stranger = new HttpRequestMessage(HttpMethod.Get, "/"))
        {
            stranger.Headers.Host = "evil.example";
            ((int)(await pod.Http.SendAsync(stranger, _ct)).StatusCode).ShouldBe(403);
        }

        pod.Log.ShouldContain(
            line => line.Contains("artifacts") && line.Contains("mlflow.db"),
            "the log says where data lives"
        );
        (await pod.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task PodBehindAPrefix_PassesItsProbes()
    {
        await using var pod = new Kubelet(
            await Chart.RenderAsync(null, "extraArgs.staticPrefix=/mlf", "extraArgs.workers=4")
        );
        await pod.StartAsync();
        (await pod.Http.GetStringAsync(new Uri("/mlf/version", UriKind.Relative), _ct)).ShouldStartWith("3.");
    }

    [Fact]
    public async Task GuidesPod_TakesTheGuidesSecret()
    {
        // No Azure is reached: a client-direct pod serves without its store.
        var values = Chart.Guide("service-principal");
        await using var pod = new Kubelet(
            await Chart.RenderAsync(values),
            new Dictionary<string, string> { ["azure-storage-credentials/azure-storage-account-key"] = "a2V5" }
        );
        await pod.StartAsync();
        var experiment = await CreateExperimentAsync(pod, "mlflow");
        using var answer = await pod.Http.GetAsync(
            new Uri($"/api/2.0/mlflow/experiments/get?experiment_id={experiment}", UriKind.Relative),
            _ct
        );
        (await answer.Content.ReadFromJsonAsync<JsonObject>(_ct))!["experiment"]!["artifact_location"]!
            .ToString()
            .ShouldBe($"wasbs://mlflow-artifacts@yourmlflowstorage.blob.core.windows.net/{experiment}");
    }

    private static async Task<string> CreateExperimentAsync(Kubelet pod, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/2.0/mlflow/experiments/create")
        {
            Content = JsonContent.Create(new { name = "from " + host }),
        };
        request.Headers.Host = host;
        using var response = await pod.Http.SendAsync(request, _ct);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonObject>(_ct))!["experiment_id"]!.ToString();
    }
}
