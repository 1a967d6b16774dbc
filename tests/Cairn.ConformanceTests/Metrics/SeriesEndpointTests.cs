using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Metrics;

public sealed class SeriesEndpointTests(SharedCairn shared)
{
    private const string Path = "/ajax-api/2.0/cairn/metrics/series";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Http => shared.Server.Http;

    [Fact]
    public async Task Get_OfARun_ReturnsColumnsOfDifferencesAndAnETag()
    {
        var run = await RunAsync();
        var url = $"{Path}?run={run}&key=loss&key=none";
        using var response = await Http.GetAsync(url, Ct);
        (await response.Content.ReadAsStringAsync(Ct)).ShouldBe(
            """{"series":[{"run":0,"key":0,"total":4,"step":[0,10,10,10],"time":[1700000000000,5,5,5],"""
                + "\"value\":[0.1,null,\"Infinity\",\"-Infinity\"]}]}"
        );

        using var again = new HttpRequestMessage(HttpMethod.Get, url);
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using var same = await Http.SendAsync(again, Ct);
        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("key=loss", "Missing value for required parameter 'run'.")]
    [InlineData("run=a", "Missing value for required parameter 'key'.")]
    [InlineData("run=a&key=b&x=epoch", "Invalid value 'epoch' for parameter 'x'. It must be 'step' or 'time'.")]
    [InlineData("run=a&key=b&width=0", "Invalid value 0 for parameter 'width'. It must be from 1 to 4000.")]
    [InlineData("run=a&key=b&from=z", "Invalid value 'z' for parameter 'from'. It must be an integer.")]
    [InlineData("run=a&key=b&from=2&to=1", "Parameter 'from' (2) is greater than parameter 'to' (1).")]
    [InlineData("run=a&key=b&after=1,2", "Parameter 'after' has 2 values. It needs one for each series: 1.")]
    public async Task Get_WithABadParameter_NamesIt(string query, string message)
    {
        using var response = await Http.GetAsync($"{Path}?{query}", Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonObject>(Ct))!["message"]!.GetValue<string>().ShouldBe(message);
    }

    private async Task<string> RunAsync()
    {
        var created = await PostAsync("runs/create", new JsonObject { ["experiment_id"] = "0" });
        var run = created["run"]!["info"]!["run_id"]!.GetValue<string>();
        var metrics = new JsonArray();
        foreach (var (value, i) in new JsonNode[] { 0.1, "NaN", "Infinity", "-Infinity" }.Select((v, i) => (v, i)))
        {
            metrics.Add(
                new JsonObject
                {
                    ["key"] = "loss",
                    ["value"] = value,
                    ["timestamp"] = 1700000000000 + (5 * i),
                    ["step"] = 10 * i,
                }
            );
        }

        await PostAsync("runs/log-batch", new JsonObject { ["run_id"] = run, ["metrics"] = metrics });
        return run;
    }

    private async Task<JsonObject> PostAsync(string path, JsonObject body)
    {
        using var response = await Http.PostAsJsonAsync($"/api/2.0/mlflow/{path}", body, Ct);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonObject>(Ct))!;
    }
}
