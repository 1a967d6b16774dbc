using System.Net;
using System.Net.Sockets;
using Cairn.ConformanceTests.Hosting;
using Cairn.Server;
using Cairn.Server.Hosting;

namespace Cairn.ConformanceTests.Server;

public sealed class ListenTests
{
    private static readonly CancellationToken _ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("0.0.0.0")]
    public async Task Host_ByAddressOrName_IsListenedOn(string host)
    {
        await using var server = await RunningCairn.StartAsync(o => o with { Listen = o.Listen with { Host = host } });
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri($"http://127.0.0.1:{server.Http.BaseAddress!.Port}/health"), _ct)).ShouldBe(
            "OK"
        );
    }

    [Fact]
    public async Task Host_OfIPv6_IsListenedOn()
    {
        Assert.SkipUnless(HasIPv6(), "This machine has no IPv6 loopback address.");
        await using var server = await RunningCairn.StartAsync(o => o with { Listen = o.Listen with { Host = "::1" } });
        (await server.Http.GetStringAsync(new Uri("/health", UriKind.Relative), _ct)).ShouldBe("OK");
    }

    [Fact]
    public async Task Host_OfAnotherMachine_IsAClearError() =>
        (
            await Should.ThrowAsync<ConfigurationException>(() =>
                RunningCairn.StartAsync(o => o with { Listen = o.Listen with { Host = "no.such.host.invalid" } })
            )
        ).Message.ShouldStartWith("--host: 'no.such.host.invalid'");

    [Fact]
    public async Task Port_InUse_IsOneClearLine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var folder = Directory.CreateTempSubdirectory("cairn-test-");
        var options = new ServerOptions
        {
            Listen = new() { Port = port },
            Storage = new() { BackendStoreUri = $"sqlite:///{folder.FullName}/cairn.db" },
        };
        var error = await Should.ThrowAsync<ConfigurationException>(() =>
            ServerRun.ServeAsync(options, [], TextWriter.Null, _ct)
        );
        error.Message.ShouldBe(
            $"--port: 127.0.0.1:{port} is in use. Stop what listens there, or choose another port (0 takes a free one)."
        );
        folder.Delete(recursive: true);
    }

    private static bool HasIPv6()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
