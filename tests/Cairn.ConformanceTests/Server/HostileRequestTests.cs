using System.Net.Sockets;
using System.Text;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Server;

/// <summary>Requests that no client of good will sends: each gets a clear 4xx and costs little.</summary>
public sealed class HostileRequestTests(SharedCairn cairn)
{
    private const string Create =
        "POST /api/2.0/mlflow/experiments/create HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    private static readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task JsonBody_NestedDeeply_IsRefused()
    {
        var body = "{\"name\":\"n\",\"x\":" + new string('[', 100_000) + new string(']', 100_000) + "}";
        var answer = await AskAsync(
            cairn.Server,
            $"{Create}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"
        );
        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("INVALID_PARAMETER_VALUE");
    }

    [Theory]
    [InlineData("experiments/create", """{"name":"n","tags":[null]}""", "'tags'")]
    [InlineData("runs/log-batch", """{"run_id":"r","metrics":[null]}""", "'metrics'")]
    [InlineData(
        "runs/log-inputs",
        """{"run_id":"r","datasets":[{"dataset":{"name":"n","digest":"d"},"tags":[null]}]}""",
        "tags'"
    )]
    [InlineData("runs/search", """{"experiment_ids":["0"],"order_by":[null]}""", "'order_by'")]
    [InlineData("experiments/create", "\"\\ud800\"", "parameter 'name'")]
    [InlineData("experiments/create", """ "{\"name\":\"\\ud800\"}" """, "parameter 'name'")]
    [InlineData("experiments/create", """{"name":"n" """, "ends before its JSON is complete")]
    [InlineData("experiments/create", """{"tags":[{"key":"k","va""", "ends before its JSON is complete")]
    [InlineData("runs/search", """{"experiment_ids":["0"]} trailing""", "not valid JSON")]
    [InlineData("runs/search", """{"experiment_ids":["0"]}{"max_results":1}""", "not valid JSON")]
    [InlineData("runs/log-metric", """{"run_id":"r","key":"k","value":NaN,"timestamp":1}""", "must be sent as text")]
    public async Task JsonBody_OddInside_IsRefused(string path, string body, string named)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        content.Headers.ContentType = new("application/json");
        using var answer = await cairn.Server.Http.PostAsync(
            new Uri("api/2.0/mlflow/" + path, UriKind.Relative),
            content,
            _ct
        );
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(_ct)).ShouldContain(named);
    }

    [Theory]
    [InlineData("model-versions/get-artifact?name=none&version=1&path=x")]
    [InlineData("ajax-api/2.0/mlflow/logged-models/m-none/artifacts/files?artifact_file_path=x")]
    public async Task Head_OfADownloadThatIsNotThere_IsNotFound(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var answer = await cairn.Server.Http.SendAsync(request, _ct);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task JsonBody_TooLarge_IsRefusedBeforeItIsRead()
    {
        var answer = await AskAsync(cairn.Server, $"{Create}Content-Length: 99999999\r\n\r\n{{");
        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("larger than");
    }

    [Fact]
    public async Task JsonBody_ThatNeverEnds_IsRefusedInTime()
    {
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Api = o.Api with { RequestBodyTimeout = TimeSpan.FromMilliseconds(200) },
            }
        );
        var answer = await AskAsync(server, $"{Create}Content-Length: 100\r\n\r\n{{\"name\":");
        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("did not arrive within");
    }

    [Fact]
    public async Task Headers_ThatNeverEnd_AreRefusedInTime()
    {
        await using var server = await RunningCairn.StartAsync(o =>
            o with
            {
                Listen = o.Listen with { RequestHeadersTimeout = TimeSpan.FromSeconds(1) },
            }
        );
        (await AskAsync(server, "GET /health HTTP/1.1\r\nHost: localhost\r\nX: ")).ShouldStartWith("HTTP/1.1 408 ");
    }

    [Theory]
    [InlineData("GET /health HTTP/1.1\r\n\r\n", "400")]
    [InlineData("GET /health HTTP/1.1\r\nHost: a b\r\n\r\n", "400")]
    [InlineData("GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400")]
    [InlineData("GET /api/2.0/mlflow/experiments/get?experiment_id=0 HTTP/1.0\r\n\r\n", "403")]
    [InlineData("NONSENSE\r\n\r\n", "400")]
    [InlineData(Create + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n", "400")]
    [InlineData(Create + "Transfer-Encoding: chunked\r\n\r\nzzz\r\n", "400")]
    public async Task Request_ThatIsMalformed_IsRefused(string request, string status) =>
        (await AskAsync(cairn.Server, request)).ShouldMatch($"^HTTP/1\\.[01] {status} ");

    [Fact]
    public async Task Headers_TooLarge_AreRefused() =>
        (
            await AskAsync(
                cairn.Server,
                $"GET /health HTTP/1.1\r\nHost: localhost\r\nX: {new string('x', 100_000)}\r\n\r\n"
            )
        ).ShouldStartWith("HTTP/1.1 431 ");

    /// <summary>Sends bytes and returns what the server says until it closes the connection.</summary>
    private static async Task<string> AskAsync(RunningCairn server, string request)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Http.BaseAddress!.Host, server.Http.BaseAddress.Port, _ct);
        var (answer, buffer) = (new StringBuilder(), new byte[8192]);
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(request), _ct);
            while (await socket.ReceiveAsync(buffer, _ct) is > 0 and var read)
            {
                answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
        catch (SocketException)
        {
            // The server cut off what it will not read.
        }

        return answer.ToString();
    }
}
