using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.ConformanceTests.Azure;
using Cairn.ConformanceTests.Databases;

namespace Cairn.ChartTests.Pods;

/// <summary>A pod is replaced while clients call.</summary>
public sealed class RolloutTests
{
    private static readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rollout_UnderLoad_FailsNoRequest()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var azurite = new Azurite(https: false);
        await azurite.StartAsync(_ct);
        var release = await Chart.RenderAsync(
            null,
            [
                .. Backends.Postgres(postgres, await postgres.CreateDatabaseAsync()),
                .. Chart.Azure,
                .. Backends.Azure(azurite),
                $"artifactRoot.azureBlob.accessKey={Azurite.Key}",
                "artifactRoot.proxiedArtifactStorage=true",
                "replicaCount=2",
            ]
        );
        await using Kubelet old = new(release),
            neighbour = new(release),
            fresh = new(release);
        await old.StartAsync();
        await neighbour.StartAsync();
        await using var service = new ServiceAddress(old, neighbour);
        await service.SettleAsync(old, neighbour);
        using var load = new Load(service.Uri, "0");
        load.Start();
        await load.ReachAsync(50);

        // As the Deployment does it: the new pod first, then the old one goes.
        await fresh.StartAsync();
        service.Add(fresh);
        await service.SettleAsync(old, neighbour, fresh);
        using var upload = new SlowBody();
        var uploading = old.Http.PutAsync(
            new Uri("/api/2.0/mlflow-artifacts/artifacts/0/slow.txt", UriKind.Relative),
            upload,
            _ct
        );
        await upload.Begun;
        await old.Server.TerminateAsync();
        await service.SettleAsync(neighbour, fresh);
        old.Server.HasExited.ShouldBeFalse("readiness falls first");
        (await old.Http.GetStringAsync(new Uri("/health", UriKind.Relative), _ct)).ShouldBe(
            "OK",
            "and requests are still accepted then"
        );

        while (await old.PassesAsync("livenessProbe"))
        {
            await Task.Delay(20, _ct);
        }

        old.Server.HasExited.ShouldBeFalse("what was accepted is finished");
        upload.Finish();
        (await uploading).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await old.Server.ExitAsync()).ShouldBe(0);

        var before = load.Done.Count;
        await load.ReachAsync(before + 50);
        await load.StopAsync();
        load.Failures.ShouldBeEmpty();
        (await RunsAsync(fresh)).ShouldBeSubsetOf(load.Done.ToHashSet(), "nothing but what was answered");
        load.Done.ShouldBeSubsetOf(await RunsAsync(fresh), "and all that was answered");
    }

    private static async Task<HashSet<string>> RunsAsync(Kubelet pod)
    {
        var runs = new HashSet<string>();
        string? token = null;
        do
        {
            using var answer = await pod.Http.PostAsJsonAsync(
                new Uri("/api/2.0/mlflow/runs/search", UriKind.Relative),
                new JsonObject
                {
                    ["experiment_ids"] = new JsonArray("0"),
                    ["max_results"] = 1000,
                    ["page_token"] = token,
                },
                _ct
            );
            answer.EnsureSuccessStatusCode();
            var page = (await answer.Content.ReadFromJsonAsync<JsonObject>(_ct))!;
            runs.UnionWith((page["runs"]?.AsArray() ?? []).Select(run => run!["info"]!["run_id"]!.ToString()));
            token = (string?)page["next_page_token"];
        } while (token is not null);
        return runs;
    }

    /// <summary>
    /// A body that goes on for as long as the test wants, and never so slowly that the server would give up.
    /// </summary>
    private sealed class SlowBody : HttpContent
    {
        private static readonly byte[] _piece = Encoding.ASCII.GetBytes(new string('x', 1024));
        private readonly TaskCompletionSource _begun = new();
        private readonly TaskCompletionSource _finish = new();

        public Task Begun => _begun.Task;

        public void Finish() => _finish.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            while (!_finish.Task.IsCompleted)
            {
                await stream.WriteAsync(_piece, _ct);
                await stream.FlushAsync(_ct);
                _begun.TrySetResult();
                await Task.Delay(50, _ct);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
