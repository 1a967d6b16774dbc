using System.Net.Http.Json;
using System.Text.Json;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Runs;

/// <summary>Pages of runs that are sent in pieces.</summary>
public sealed class LargeSearchTests(SharedCairn cairn)
{
    private const int Runs = 130;
    private const int Tags = 20;
    private readonly HttpClient _http = cairn.Server.Http;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Search_MegabytesOfTags_GivesEveryRunOnceAndInOrder()
    {
        var experiment = await FillAsync();
        var (ids, token) = await SearchAsync(experiment, 50_000, null, tags: Tags);
        ids.Count.ShouldBe(Runs);
        ids.ShouldBeUnique();
        token.ShouldBeNull();

        var (page, next) = await SearchAsync(experiment, 120, null, tags: Tags);
        page.ShouldBe(ids[..120]);
        (await SearchAsync(experiment, 120, next, tags: Tags)).Ids.ShouldBe(ids[120..]);
    }

    private async Task<string> FillAsync()
    {
        var created = await PostAsync("experiments/create", new { name = $"large {Guid.NewGuid():N}" });
        var experiment = created.GetProperty("experiment_id").GetString()!;
        var text = new string('x', 5000);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Runs),
            Ct,
            async (i, _) =>
            {
                var tags = Enumerable.Range(0, Tags - 1).Select(tag => new { key = $"tag{tag}", value = text });
                await PostAsync(
                    "runs/create",
                    new
                    {
                        experiment_id = experiment,
                        start_time = i,
                        tags,
                    }
                );
            }
        );
        return experiment;
    }

    private async Task<(List<string> Ids, string? Token)> SearchAsync(
        string experiment,
        int most,
        string? token,
        int tags
    )
    {
        var query = new
        {
            experiment_ids = new[] { experiment },
            max_results = most,
            page_token = token,
        };
        var answer = await PostAsync("runs/search", query);
        var ids = new List<string>();
        foreach (var run in answer.GetProperty("runs").EnumerateArray())
        {
            run.GetProperty("data").GetProperty("tags").GetArrayLength().ShouldBe(tags);
            ids.Add(run.GetProperty("info").GetProperty("run_id").GetString()!);
        }

        return (ids, answer.TryGetProperty("next_page_token", out var next) ? next.GetString() : null);
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await _http.PostAsJsonAsync("/api/2.0/mlflow/" + path, body, Ct);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }
}
