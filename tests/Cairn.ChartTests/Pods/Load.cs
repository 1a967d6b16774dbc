using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Cairn.ChartTests.Pods;

/// <summary>
/// Clients that make runs, log a metric and send an artifact to each, one after the other, until they are stopped or
/// one of their requests fails.
/// </summary>
/// <param name="address">Whom they call.</param>
/// <param name="experiment">Where their runs are.</param>
internal sealed class Load(Uri address, string experiment) : IDisposable
{
    private const int Clients = 8;
    private readonly HttpClient _http = new() { BaseAddress = address };
    private readonly CancellationTokenSource _end = new();
    private Task _running = Task.CompletedTask;

    /// <summary>The runs whose every request was answered with success.</summary>
    public ConcurrentBag<string> Done { get; } = [];

    /// <summary>What went wrong: a status, or an exception of the connection.</summary>
    public ConcurrentBag<string> Failures { get; } = [];

    public void Start() => _running = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(WorkAsync)));

    /// <summary>Waits until so many runs are done.</summary>
    public async Task ReachAsync(int runs)
    {
        while (Done.Count < runs && !_running.IsCompleted)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Lets every client finish its run, and waits for that.</summary>
    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await _running;
    }

    /// <summary>Waits until every client has met a failure.</summary>
    public Task FailAsync() => _running.WaitAsync(TestContext.Current.CancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _end.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            while (!_end.IsCancellationRequested)
            {
                var run = await PostAsync("runs/create", new() { ["experiment_id"] = experiment });
                var id = run["run"]!["info"]!["run_id"]!.ToString();
                await PostAsync(
                    "runs/log-metric",
                    new()
                    {
                        ["run_id"] = id,
                        ["key"] = "m",
                        ["value"] = 1,
                        ["timestamp"] = 1,
                    }
                );
                using var content = new StringContent(id);
                using var answer = await _http.PutAsync(new Uri(Artifact(id), UriKind.Relative), content);
                answer.EnsureSuccessStatusCode();
                Done.Add(id);
            }
        }
        catch (HttpRequestException e)
        {
            Failures.Add(e.StatusCode is { } status ? $"status {(int)status}" : $"{e.HttpRequestError}: {e.Message}");
        }
    }

    /// <summary>Where a run's artifact is.</summary>
    public string Artifact(string run) => $"/api/2.0/mlflow-artifacts/artifacts/{experiment}/{run}/artifacts/a.txt";

    private async Task<JsonObject> PostAsync(string path, JsonObject body)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri("/api/2.0/mlflow/" + path, UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }
}
