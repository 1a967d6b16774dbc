using System.Security.Cryptography;
using System.Text;
using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.ConformanceTests.Artifacts;

/// <summary>What <see cref="IArtifactStore"/> promises. A subclass per store says how to open an empty one.</summary>
public abstract class ArtifactStoreCompliance
{
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected abstract Task<IArtifactStore> NewStoreAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(262_143)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(3_000_001)]
    public async Task Write_OfAnySize_ReadsBackTheSame(int length)
    {
        var store = await NewStoreAsync();
        var bytes = RandomNumberGenerator.GetBytes(length);
        foreach (long? known in new long?[] { length, null })
        {
            var path = ArtifactPath.Parse($"a/b/{known}.bin");
            await store.WriteAsync(path, new SlowStream(bytes), new(null, known), Ct);
            (await ReadAsync(store, path, null)).ShouldBe(bytes);
            (await store.FindAsync(path, Ct))!.Length.ShouldBe(length);
        }
    }

    [Fact]
    public async Task Write_OverAFile_ReplacesContentAndETag()
    {
        var store = await NewStoreAsync();
        await PutAsync(store, "f", "one");
        var before = await store.FindAsync(ArtifactPath.Parse("f"), Ct);
        await PutAsync(store, "f", "two");
        var after = await store.FindAsync(ArtifactPath.Parse("f"), Ct);
        after!.ETag.ShouldNotBe(before!.ETag);
        after.ETag.ShouldMatch("^\".+\"$");
        Encoding.UTF8.GetString(await ReadAsync(store, ArtifactPath.Parse("f"), null)).ShouldBe("two");
    }

    [Fact]
    public async Task Write_ContentThatFails_LeavesNothing()
    {
        var store = await NewStoreAsync();
        await PutAsync(store, "kept", "old");
        foreach (var (path, length) in new[] { ("new/small", 10), ("new/large", 2_000_000), ("kept", 2_000_000) })
        {
            await Should.ThrowAsync<IOException>(() =>
                store.WriteAsync(
                    ArtifactPath.Parse(path),
                    new SlowStream(new byte[length], fails: true),
                    new(null, length + 1),
                    Ct
                )
            );
        }

        (await NamesAsync(store, "")).ShouldBe(["kept"]);
        (await NamesAsync(store, "new")).ShouldBeEmpty();
        Encoding.UTF8.GetString(await ReadAsync(store, ArtifactPath.Parse("kept"), null)).ShouldBe("old");
    }

    [Theory]
    [InlineData(0L, 3L, "0123")]
    [InlineData(7L, null, "789")]
    [InlineData(null, 2L, "89")]
    [InlineData(8L, 100L, "89")]
    public async Task OpenRead_ARange_GivesThatPart(long? from, long? to, string expected)
    {
        var store = await NewStoreAsync();
        await PutAsync(store, "f", "0123456789");
        await using var content = await store.OpenReadAsync(ArtifactPath.Parse("f"), new(from, to), Ct);
        content.File.Length.ShouldBe(10);
        content.Range.ShouldBe(new ByteRange(from, to).Within(10));
        var bytes = new byte[expected.Length];
        await content.Stream.ReadExactlyAsync(bytes, Ct);
        Encoding.UTF8.GetString(bytes).ShouldBe(expected);
    }

    [Fact]
    public async Task OpenRead_ARangeBehindTheEnd_SaysSo()
    {
        var store = await NewStoreAsync();
        await PutAsync(store, "f", "0123456789");
        await using var content = await store.OpenReadAsync(ArtifactPath.Parse("f"), new(10, null), Ct);
        content.RangeNotSatisfiable.ShouldBeTrue();
        content.File.Length.ShouldBe(10);
        content.Stream.ReadByte().ShouldBe(-1);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("d")]
    [InlineData("d/none")]
    [InlineData("d/f/below")]
    public async Task OpenRead_NoFile_IsMissing(string path)
    {
        var store = await NewStoreAsync();
        await PutAsync(store, "d/f", "x");
        (await store.FindAsync(ArtifactPath.Parse(path), Ct)).ShouldBeNull();
        (
            await Should.ThrowAsync<CairnException>(() => store.OpenReadAsync(ArtifactPath.Parse(path), null, Ct))
        ).Code.ShouldBe(ErrorCode.ResourceDoesNotExist);
    }

    [Fact]
    public async Task List_AFolder_GivesItsOwnEntriesByName()
    {
        var store = await NewStoreAsync();
        foreach (var name in new[] { "b.txt", "a/1", "c", "B.txt", "10", "9", "a.txt", "d/e/f" })
        {
            await PutAsync(store, "root/" + name, name);
        }

        (await store.ListAsync(ArtifactPath.Parse("root"), Ct).ToListAsync(Ct)).ShouldBe([
            new("10", false, 2),
            new("9", false, 1),
            new("B.txt", false, 5),
            new("a", true, null),
            new("a.txt", false, 5),
            new("b.txt", false, 5),
            new("c", false, 1),
            new("d", true, null),
        ]);
        (await NamesAsync(store, "root/c")).ShouldBeEmpty();
        (await NamesAsync(store, "none")).ShouldBeEmpty();
        (await NamesAsync(store, "root/d")).ShouldBe(["e"]);
    }

    [Fact]
    public async Task Write_OddNames_AreKeptAsTheyAre()
    {
        var store = await NewStoreAsync();
        await Parallel.ForEachAsync(
            OddNames.All,
            Ct,
            async (name, _) => await PutAsync(store, ArtifactPath.ParseListed("d/" + name), name)
        );
        (await NamesAsync(store, "d")).ShouldBe(OddNames.All.Order(StringComparer.Ordinal));
        await Parallel.ForEachAsync(
            OddNames.All,
            Ct,
            async (name, _) =>
            {
                var path = ArtifactPath.ParseListed("d/" + name);
                (await store.FindAsync(path, Ct))
                    .ShouldNotBeNull(name)
                    .Length.ShouldBe(Encoding.UTF8.GetByteCount(name));
                Encoding.UTF8.GetString(await ReadAsync(store, path, null)).ShouldBe(name);
            }
        );
        foreach (var name in OddNames.All)
        {
            await store.DeleteAsync(ArtifactPath.ParseListed("d/" + name), Ct);
            (await store.FindAsync(ArtifactPath.ParseListed("d/" + name), Ct)).ShouldBeNull(name);
        }

        (await NamesAsync(store, "d")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Delete_AFolder_LeavesSiblingsThatShareItsPrefix()
    {
        var store = await NewStoreAsync();
        foreach (var name in new[] { "model/a", "model/b/c", "model_v2/a", "model.txt" })
        {
            await PutAsync(store, name, "x");
        }

        await store.DeleteAsync(ArtifactPath.Parse("model"), Ct);
        (await NamesAsync(store, "")).ShouldBe(["model.txt", "model_v2"]);
        await store.DeleteAsync(ArtifactPath.Parse("model.txt"), Ct);
        (await NamesAsync(store, "")).ShouldBe(["model_v2"]);
        await store.DeleteAsync(ArtifactPath.Parse("model"), Ct);
        await store.DeleteAsync(ArtifactPath.Parse("none/at/all"), Ct);
    }

    [Fact]
    public async Task Delete_TheRoot_IsRefused()
    {
        var store = await NewStoreAsync();
        await PutAsync(store, "f", "x");
        await Should.ThrowAsync<CairnException>(() => store.DeleteAsync(ArtifactPath.Root, Ct));
        (await NamesAsync(store, "")).ShouldBe(["f"]);
    }

    [Fact]
    public async Task Write_ManyAtOnceToOneFile_LeavesOneOfThemWhole()
    {
        var store = await NewStoreAsync();
        var path = ArtifactPath.Parse("d/f");
        await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(i =>
                    store.WriteAsync(path, new SlowStream([.. Enumerable.Repeat((byte)i, 400_000 + i)]), default, Ct)
                )
        );
        var bytes = await ReadAsync(store, path, null);
        bytes.Length.ShouldBe(400_000 + bytes[0]);
        bytes.ShouldAllBe(b => b == bytes[0]);
        (await NamesAsync(store, "d")).ShouldBe(["f"]);
    }

    protected static Task PutAsync(IArtifactStore store, string path, string text) =>
        PutAsync(store, ArtifactPath.Parse(path), text);

    private static Task PutAsync(IArtifactStore store, ArtifactPath path, string text) =>
        store.WriteAsync(path, new MemoryStream(Encoding.UTF8.GetBytes(text)), new(null, null), Ct);

    protected static async Task<IEnumerable<string>> NamesAsync(IArtifactStore store, string path) =>
        (await store.ListAsync(ArtifactPath.Parse(path), Ct).ToListAsync(Ct)).Select(e => e.Name);

    private static async Task<byte[]> ReadAsync(IArtifactStore store, ArtifactPath path, ByteRange? range)
    {
        await using var content = await store.OpenReadAsync(path, range, Ct);
        var bytes = new MemoryStream();
        await content.Stream.CopyToAsync(bytes, Ct);
        return bytes.ToArray();
    }

    /// <summary>Gives content in odd pieces, as a network does, and may break off at its end.</summary>
    private sealed class SlowStream(byte[] bytes, bool fails = false) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            await Task.Yield();
            var read = await base.ReadAsync(buffer[..Math.Min(buffer.Length, 70_001)], cancellationToken);
            return read == 0 && buffer.Length > 0 && fails ? throw new IOException("cut off") : read;
        }
    }
}
