using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Server;

public sealed class ShutdownTests
{
    private static readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Signal_WhileARequestIsUnderWay_FinishesItAndExits(string signal)
    {
        using var cairn = await CairnProcess.StartAsync(_ct);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(cairn.Address.Host, cairn.Address.Port, _ct);
        var body = $"{{\"name\":\"last-{signal}\"}}";
        await socket.SendAsync(
            Encoding.ASCII.GetBytes(
                $"POST /api/2.0/mlflow/experiments/create HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: {body.Length}\r\n\r\n"
            ),
            _ct
        );
        (await ReadAsync(socket)).ShouldStartWith("HTTP/1.1 100 ", Case.Sensitive, "the request has been accepted");

        await cairn.SignalAsync(signal, _ct);
        await RefusesNewConnectionsAsync(cairn.Address);
        await socket.SendAsync(Encoding.ASCII.GetBytes(body), _ct);

        (await ReadAsync(socket)).ShouldStartWith("HTTP/1.1 200 ");
        (await cairn.ExitAsync(_ct)).ShouldBe(0);
    }

    [Fact]
    public async Task Signal_WhileAClientKeepsItsConnection_ExitsAtOnce()
    {
        using var cairn = await CairnProcess.StartAsync(_ct);
        using var http = new HttpClient();
        await http.GetStringAsync(new Uri(cairn.Address, "/health"), _ct);
        await cairn.SignalAsync("TERM", _ct);
        (await cairn.ExitAsync(_ct)).ShouldBe(0);
        cairn.Said.ShouldContain(line => line.Contains("Stopped"));
    }

    [Fact]
    public async Task Signal_WhileAnUploadNeverEnds_CutsItOffAndExits()
    {
        using var cairn = await CairnProcess.StartAsync(_ct);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(cairn.Address.Host, cairn.Address.Port, _ct);
        await socket.SendAsync(
            "PUT /api/2.0/mlflow-artifacts/artifacts/cut.bin HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n"u8.ToArray(),
            _ct
        );
        (await ReadAsync(socket)).ShouldStartWith("HTTP/1.1 100 ", Case.Sensitive, "the upload has been accepted");

        await cairn.SignalAsync("TERM", _ct);
        (await cairn.ExitAsync(_ct).WaitAsync(TimeSpan.FromMinutes(1), _ct)).ShouldBe(0);
        cairn.Said.ShouldNotContain(line => line.Contains("fail:"));
        Directory.GetFiles(cairn.Folder, "cut.bin", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Signal_WithADelay_FailsReadinessFirstAndServesMeanwhile()
    {
        using var cairn = await CairnProcess.StartAsync(_ct, "--shutdown-delay", "5");
        await cairn.SignalAsync("TERM", _ct);
        while (true)
        {
            using var ready = await cairn.Http.GetAsync(new Uri("/health/ready", UriKind.Relative), _ct);
            if ((int)ready.StatusCode == 503)
            {
                break;
            }
        }

        using var answer = await cairn.Http.PostAsync(
            new Uri("/api/2.0/mlflow/experiments/create", UriKind.Relative),
            new StringContent("""{"name":"late"}""", new MediaTypeHeaderValue("application/json")),
            _ct
        );
        ((int)answer.StatusCode).ShouldBe(200);
        answer.Headers.ConnectionClose.ShouldBe(true, "the client is to make its next connection elsewhere");
        (await cairn.Http.GetStringAsync(new Uri("/health", UriKind.Relative), _ct)).ShouldBe(
            "OK",
            "nobody is to kill it meanwhile"
        );
        (await cairn.ExitAsync(_ct)).ShouldBe(0);
        cairn.Said.ShouldContain(line => line.Contains("readiness says so"));
    }

    [Fact]
    public async Task JsonLog_IsOneObjectPerLineFromTheStart()
    {
        using var cairn = await CairnProcess.StartAsync(_ct, "--log-format", "json", "--workers", "4");
        await cairn.SignalAsync("TERM", _ct);
        await cairn.ExitAsync(_ct);
        cairn.Said.Count.ShouldBeGreaterThanOrEqualTo(4);
        cairn.Said.ShouldAllBe(line =>
            JsonDocument.Parse(line, default).RootElement.GetProperty("LogLevel").GetString() == "Information"
        );
        cairn.Said.ShouldContain(line => line.Contains("--workers"));
    }

    private static async Task RefusesNewConnectionsAsync(Uri address)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.ConnectionClose = true;
        http.DefaultRequestHeaders.CacheControl = new CacheControlHeaderValue { NoCache = true };
        while (true)
        {
            try
            {
                await http.GetStringAsync(new Uri(address, "/health"), _ct);
            }
            catch (Exception e) when (CairnProcess.IsGone(e))
            {
                return;
            }
        }
    }

    private static async Task<string> ReadAsync(Socket socket)
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, _ct));
    }
}
