using System.Net;
using System.Text;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Search;

/// <summary>Requests that MLflow answers with an internal error, or by ignoring what it cannot read.</summary>
public sealed class SearchInputTests(SharedCairn cairn)
{
    [Theory]
    [InlineData("""{"experiment_ids":[1]}""", "Invalid value [1] for parameter 'experiment_ids' supplied")]
    [InlineData("""{"experiment_ids":["0"],"run_view_type":"SOME"}""", "for parameter 'run_view_type' supplied")]
    [InlineData("""{"experiment_ids":["0"],"page_token":7}""", "Invalid value 7 for parameter 'page_token' supplied")]
    [InlineData(
        """{"experiment_ids":["0"],"max_results":1.5}""",
        "Invalid value 1.5 for parameter 'max_results' supplied"
    )]
    [InlineData("""{"experiment_ids":["0"],"page_token":"W10="}""", "Invalid page token")]
    [InlineData("""{"experiment_ids":["0"],"page_token":"bnVsbA=="}""", "Invalid page token")]
    [InlineData("""{"experiment_ids":["0"],"filter":"run_id IN (a)"}""", "While parsing a list in the query")]
    [InlineData("""{"experiment_ids":["0"],"order_by":["datasets.name"]}""", "Invalid order_by entity: dataset")]
    [InlineData("""{"experiment_ids":["0"],"order_by":["status","status DESC"]}""", "duplicate fields")]
    [InlineData(
        """{"experiment_ids":["0"],"filter":"params.p = '\ud800'"}""",
        "The text of parameter 'filter' is not valid Unicode"
    )]
    [InlineData("""{"experiment_ids":["0"],"filter":"params.p = '\u0000'"}""", "holds the character U+0000")]
    [InlineData("""{"experiment_ids":["0"],"filter":"AND"}""", "expected a comparison")]
    public async Task SearchRuns_BadInput_IsRefusedWith400(string body, string says)
    {
        var ct = TestContext.Current.CancellationToken;
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await cairn.Server.Http.PostAsync(
            new Uri("/api/2.0/mlflow/runs/search", UriKind.Relative),
            content,
            ct
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var text = await answer.Content.ReadAsStringAsync(ct);
        text.ShouldContain("INVALID_PARAMETER_VALUE");
        text.ShouldContain(says);
    }
}
