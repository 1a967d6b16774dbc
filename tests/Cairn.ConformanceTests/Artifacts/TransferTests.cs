using System.Text;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Artifacts;

/// <summary>Long and broken transfers.</summary>
[Collection(nameof(TransferTests))]
[CollectionDefinition(nameof(TransferTests), DisableParallelization = true)]
public sealed class TransferTests
{
    private const string Proxy = "/api/2.0/mlflow-artifacts/artifacts";
    private const long Large = 1L << 30;
    private const long MostExtraMemory = 40 << 20;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Content-Length: 1000000", "half of it")]
    [InlineData("Transfer-Encoding: chunked", "7\r\nhalf of\r\n")]
    public async Task Put_CutOffHalfWay_LeavesNothing(string length, string half)
    {
        await using var server = await RunningCairn.StartAsync();
        var uploads = Path.Join(server.Folder, "artifacts", ".cairn-uploads");
        foreach (var large in new[] { false, true })
        {
            using var socket = await RawRequest.ConnectAsync(server.Http.BaseAddress!, Ct);
            await socket.SendAsync(
                Encoding.Latin1.GetBytes(
                    $"PUT {Proxy}/new/cut.bin HTTP/1.1\r\nHost: localhost\r\n{length}\r\n\r\n{half}"
                ),
                Ct
            );
            if (large && length.StartsWith("Content", StringComparison.Ordinal))
            {
                await socket.SendAsync(new byte[600_000], Ct);
            }

            await socket.DisconnectAsync(false, Ct);
        }

        // The server hears of each cut in its own time; the next answers show that it has.
        using (var put = await server.Http.PutAsync(Proxy + "/whole.bin", new StringContent("whole"), Ct))
        {
            put.EnsureSuccessStatusCode();
        }

        while (Directory.GetFiles(uploads).Length > 0)
        {
            await Task.Delay(20, Ct);
        }

        (await server.Http.GetStringAsync(Proxy + "?path=", Ct)).ShouldNotContain("new");
        (await server.Http.GetStringAsync(Proxy + "/whole.bin", Ct)).ShouldBe("whole");
    }

    [Fact]
    public async Task Transfer_OfAGigabyte_NeedsLittleMemory()
    {
        await using var server = await RunningCairn.StartAsync();
        using (var warmUp = await server.Http.PutAsync(Proxy + "/warm", new PatternContent(8 << 20), Ct))
        {
            warmUp.EnsureSuccessStatusCode();
        }

        var before = GC.GetTotalMemory(true);
        var most = before;
        using (
            var put = await server.Http.PutAsync(
                Proxy + "/large.bin",
                new PatternContent(Large, () => most = Math.Max(most, GC.GetTotalMemory(false))),
                Ct
            )
        )
        {
            put.EnsureSuccessStatusCode();
        }

        using var get = await server.Http.GetAsync(Proxy + "/large.bin", HttpCompletionOption.ResponseHeadersRead, Ct);
        get.Content.Headers.ContentLength.ShouldBe(Large);
        await using var stream = await get.Content.ReadAsStreamAsync(Ct);
        var buffer = new byte[1 << 20];
        long total = 0;
        for (int read; (read = await stream.ReadAsync(buffer, Ct)) > 0; total += read)
        {
            most = Math.Max(most, GC.GetTotalMemory(false));
            buffer[0].ShouldBe(PatternContent.At(total));
        }

        total.ShouldBe(Large);
        (most - before).ShouldBeLessThan(MostExtraMemory);
    }

    /// <summary>Content that is made while it is sent.</summary>
    private sealed class PatternContent(long length, Action? sent = null) : HttpContent
    {
        private const int Piece = 1 << 20;

        public static byte At(long position) => (byte)(position % 251);

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            var piece = new byte[Piece];
            for (long at = 0; at < length; at += Piece)
            {
                for (var i = 0; i < Piece; i++)
                {
                    piece[i] = At(at + i);
                }

                await stream.WriteAsync(piece.AsMemory(0, (int)Math.Min(Piece, length - at)));
                sent?.Invoke();
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
