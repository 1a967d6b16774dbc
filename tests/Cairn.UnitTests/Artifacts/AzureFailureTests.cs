using System.Diagnostics.CodeAnalysis;
using System.Net;
using Cairn.Artifacts.Azure;
using Cairn.Artifacts.Azure.Transfers;
using Cairn.Artifacts.Shared;
using Cairn.Azure.Settings;
using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.UnitTests.Artifacts;

public sealed class AzureFailureTests
{
    private static readonly ArtifactPath _file = ArtifactPath.Parse("d/f");
    private static readonly Dictionary<string, string> _key = new() { ["AZURE_STORAGE_KEY"] = "a2V5" };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Find_HostNeverAnswers_IsUnreachable(int retries)
    {
        using var silence = Silence();
        var failure = await Should.ThrowAsync<CairnException>(() =>
            silence.Open(_key, change: o => o with { Retries = retries }).FindAsync(_file, Ct)
        );
        failure.Code.ShouldBe(ErrorCode.TemporarilyUnavailable);
        failure.Message.ShouldContain("firewall");
        silence.Requests.Count.ShouldBe(retries + 1);
    }

    [Fact]
    public async Task Find_CallerGivesUp_IsNoFailureOfTheStorage()
    {
        using var silence = Silence();
        using var given = new CancellationTokenSource();
        await given.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => silence.Open(_key).FindAsync(_file, given.Token));
    }

    [Fact]
    public async Task Find_TokenOverHttp_SaysWhatToDo()
    {
        using var silence = Silence();
        var store = silence.Open(
            new()
            {
                ["AZURE_STORAGE_ENDPOINT"] = "http://storage.local",
                ["AZURE_CLIENT_ID"] = "c",
                ["AZURE_TENANT_ID"] = "t",
                ["AZURE_CLIENT_SECRET"] = "s",
            }
        );
        var failure = await Should.ThrowAsync<CairnException>(() => store.FindAsync(_file, Ct));
        failure.Message.ShouldContain("https");
        silence.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, null, "bytes=0-")]
    [InlineData(0, 9L, "bytes=0-9")]
    [InlineData(5, long.MaxValue, "bytes=5-")]
    [InlineData(0, long.MaxValue, "bytes=0-")]
    [InlineData(0, long.MaxValue - 1, "bytes=0-")]
    [InlineData(long.MaxValue, long.MaxValue, "bytes=9223372036854775807-9223372036854775807")]
    public void Asked_AnyRange_IsOneThatAzureTakes(long from, long? to, string header) =>
        BlobReading.Asked(from, to).ToString().ShouldBe(header);

    [Theory]
    [InlineData(null, 8 << 20)]
    [InlineData(0L, 8 << 20)]
    [InlineData(50_000L * (8 << 20), 8 << 20)]
    [InlineData((50_000L * (8 << 20)) + 1, (8 << 20) + 1)]
    [InlineData(50_000L * (128 << 20), 128 << 20)]
    public void BlockSize_LengthThatABlobHolds_IsEnough(long? length, int size) =>
        BlockUpload.BlockSize(8 << 20, length).ShouldBe(size);

    [Theory]
    [InlineData((50_000L * (128 << 20)) + 1)]
    [InlineData(100L << 40)]
    [InlineData(long.MaxValue)]
    public async Task Write_LengthThatNoBlobHolds_IsRefusedAtOnce(long length)
    {
        using var silence = Silence();
        var failure = await Should.ThrowAsync<CairnException>(() =>
            silence.Open(_key).WriteAsync(_file, Stream.Null, new(null, length), Ct)
        );
        failure.Code.ShouldBe(ErrorCode.InvalidParameterValue);
        silence.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(10, null, 256 << 10)]
    [InlineData(10, 10L, 16)]
    [InlineData(10, 6_000_000_000_000L, 256 << 10)]
    [InlineData(10, long.MaxValue, 256 << 10)]
    [InlineData(300_000, 8_000_000L, 1 << 20)]
    [InlineData(2_000_000, null, 4 << 20)]
    public async Task First_AnnouncedLength_CostsWhatArrivesAndNoMore(int arrives, long? length, int holds)
    {
        using var buffers = new BlockBuffers(8 << 20, 1);
        var (buffer, filled, ended) = await buffers.FirstAsync(
            new MemoryStream(new byte[arrives]),
            length,
            120 << 20,
            Ct
        );
        buffer.Length.ShouldBe(holds);
        filled.ShouldBe(arrives);
        ended.ShouldBeTrue();
    }

    [Theory]
    [InlineData(65_536, false)]
    [InlineData(65_535, true)]
    [InlineData(70_000, false)]
    public async Task First_BlockIsFull_LeavesTheRest(int arrives, bool whole)
    {
        using var buffers = new BlockBuffers(65_536, 1);
        var content = new MemoryStream(new byte[arrives]);
        var (_, filled, ended) = await buffers.FirstAsync(content, null, 65_536, Ct);
        filled.ShouldBe(Math.Min(arrives, 65_536));
        content.Position.ShouldBe(filled);
        ended.ShouldBe(whole);
    }

    [Fact]
    public void Reread_FileInMidRotation_KeepsTheOldValue()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "one\n");
        var secret = new AzureSettings(name => name == "K_FILE" ? file : null).Secret("K")!;
        var kept = new List<string>();
        File.WriteAllText(file, "");
        secret.Reread(kept.Add).ShouldBeFalse();
        File.Delete(file);
        secret.Reread(kept.Add).ShouldBeFalse();
        secret.Value.ShouldBe("one");
        kept.Count.ShouldBe(1);
        kept[0].ShouldContain("K_FILE");
        File.WriteAllText(file, "two");
        secret.Reread(kept.Add).ShouldBeTrue();
        secret.Value.ShouldBe("two");
        File.Delete(file);
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes it.")]
    private static AzureBehindHandler Silence() =>
        new(
            async (_, ct) =>
            {
                await Task.Delay(Timeout.Infinite, ct);
                return new HttpResponseMessage(HttpStatusCode.OK);
            }
        );
}
