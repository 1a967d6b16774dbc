using System.Text;
using Cairn.Artifacts.Local;
using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.ConformanceTests.Artifacts;

public sealed class LocalStoreTests : ArtifactStoreCompliance, IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cairn-test-").FullName;
    private readonly LocalArtifactStore _store;

    public LocalStoreTests() => _store = new(Path.Join(_root, "store"), TimeProvider.System);

    private string Inside => Path.Join(_root, "store");

    protected override Task<IArtifactStore> NewStoreAsync() => Task.FromResult<IArtifactStore>(_store);

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_root, true);
    }

    [Fact]
    public async Task WriteAndDelete_WhereNobodyMay_AreForbidden()
    {
        // The kernel lets not even root make a folder in the one, or take a file from the other.
        using var kernel = new LocalArtifactStore("/sys", TimeProvider.System);
        using var processes = new LocalArtifactStore("/proc", TimeProvider.System);
        var failures = new[]
        {
            await Should.ThrowAsync<CairnException>(() => PutAsync(kernel, "f", "x")),
            await Should.ThrowAsync<CairnException>(() => processes.DeleteAsync(ArtifactPath.Parse("version"), Ct)),
        };
        failures.ShouldAllBe(failure =>
            failure.Code == ErrorCode.PermissionDenied && failure.Message.Contains("read-only")
        );
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("../outside")]
    [InlineData("inner/../../outside")]
    [InlineData("loop")]
    public async Task Link_OutOfTheRoot_IsNeverFollowed(string target)
    {
        await PutAsync(_store, "d/f", "x");
        Directory.CreateDirectory(Path.Join(_root, "outside"));
        await File.WriteAllTextAsync(Path.Join(_root, "outside", "secret"), "secret", Ct);
        Directory.CreateSymbolicLink(Path.Join(Inside, "inner"), Path.Join(Inside, "d"));
        Directory.CreateSymbolicLink(Path.Join(Inside, target == "loop" ? "loop" : "link"), target);
        Directory.CreateSymbolicLink(Path.Join(Inside, target == "loop" ? "link" : "loop"), "loop");

        Task[] attempts =
        [
            Should.ThrowAsync<CairnException>(() => _store.OpenReadAsync(ArtifactPath.Parse("link/secret"), null, Ct)),
            Should.ThrowAsync<CairnException>(() => _store.OpenReadAsync(ArtifactPath.Parse("link/passwd"), null, Ct)),
            Should.ThrowAsync<CairnException>(() => NamesAsync(_store, "link")),
            Should.ThrowAsync<CairnException>(() => PutAsync(_store, "link/new", "x")),
            Should.ThrowAsync<CairnException>(() => _store.DeleteAsync(ArtifactPath.Parse("link/secret"), Ct)),
        ];
        await Task.WhenAll(attempts);
        (await NamesAsync(_store, "")).ShouldBe(["d", "inner"]);
        Directory.GetFiles(Path.Join(_root, "outside")).Length.ShouldBe(1);

        // A link itself may be deleted: only the link goes.
        await _store.DeleteAsync(ArtifactPath.Parse("link"), Ct);
        File.Exists(Path.Join(_root, "outside", "secret")).ShouldBeTrue();
        new FileInfo(Path.Join(Inside, "link")).LinkTarget.ShouldBeNull();
    }

    [Fact]
    public async Task Link_WithinTheRoot_IsFollowed()
    {
        await PutAsync(_store, "d/f", "x");
        Directory.CreateSymbolicLink(Path.Join(Inside, "same"), "d");
        File.CreateSymbolicLink(Path.Join(Inside, "file"), Path.Join(Inside, "d", "f"));
        (await NamesAsync(_store, "same")).ShouldBe(["f"]);
        (await _store.ListAsync(ArtifactPath.Root, Ct).ToListAsync(Ct)).ShouldBe([
            new("d", true, null),
            new("file", false, 1),
            new("same", true, null),
        ]);
        await PutAsync(_store, "file", "replaced");
        (await File.ReadAllTextAsync(Path.Join(Inside, "d", "f"), Ct)).ShouldBe("x");
    }

    [Fact]
    public async Task Link_WrittenThroughAFinalLink_ReplacesTheLink()
    {
        var outside = Path.Join(_root, "outside.txt");
        await File.WriteAllTextAsync(outside, "kept", Ct);
        Directory.CreateDirectory(Inside);
        File.CreateSymbolicLink(Path.Join(Inside, "f"), outside);
        await PutAsync(_store, "f", "mine");
        (await File.ReadAllTextAsync(outside, Ct)).ShouldBe("kept");
        new FileInfo(Path.Join(Inside, "f")).LinkTarget.ShouldBeNull();
    }

    [Theory]
    [InlineData("d")]
    [InlineData("f/x")]
    [InlineData("f/x/y/z")]
    public async Task Write_WhereTheOtherKindIs_IsAConflict(string path)
    {
        await PutAsync(_store, "d/a", "1");
        await PutAsync(_store, "f", "2");
        (await Should.ThrowAsync<CairnException>(() => PutAsync(_store, path, "3"))).Code.ShouldBe(
            ErrorCode.ResourceConflict
        );
        (await NamesAsync(_store, "")).ShouldBe(["d", "f"]);
    }

    [Theory]
    [InlineData(".cairn-uploads")]
    [InlineData(".cairn-uploads/x")]
    public async Task Access_ToTheUploadsFolder_IsRefused(string path)
    {
        await PutAsync(_store, "f", "x");
        await Should.ThrowAsync<CairnException>(() => PutAsync(_store, path, "x"));
        await Should.ThrowAsync<CairnException>(() => NamesAsync(_store, path));
        await Should.ThrowAsync<CairnException>(() => _store.DeleteAsync(ArtifactPath.Parse(path), Ct));
        Directory.GetFiles(Path.Join(Inside, ".cairn-uploads")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_TooLongAPath_IsABadRequest() =>
        (
            await Should.ThrowAsync<CairnException>(() =>
                PutAsync(_store, string.Join('/', Enumerable.Repeat(new string('a', 250), 20)), "x")
            )
        ).Code.ShouldBe(ErrorCode.InvalidParameterValue);

    [Theory]
    [InlineData("artifacts", "1/r/artifacts")]
    [InlineData("file://artifacts", "x")]
    public void Factory_FolderOfTheConfiguration_Opens(string root, string below)
    {
        root = root.Replace("artifacts", Path.Join(_root, "artifacts"), StringComparison.Ordinal);
        using var factory = new LocalArtifactStoreFactory([root, "s3://bucket", root], TimeProvider.System);
        factory.Open(ArtifactUri.Parse($"{root}/{below}")).Path.Value.ShouldBe(below);
        factory.Open(ArtifactUri.Parse(root)).Path.ShouldBe(ArtifactPath.Root);
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("file:///etc")]
    [InlineData("artifacts-2/x")]
    [InlineData("artifacts/../x")]
    [InlineData("file://artifacts/%2e%2e/x")]
    public void Factory_FolderElsewhere_IsRefused(string location)
    {
        var root = Path.Join(_root, "artifacts");
        using var factory = new LocalArtifactStoreFactory([root], TimeProvider.System);
        var uri = ArtifactUri.Parse(location.Replace("artifacts", root, StringComparison.Ordinal));
        Should.Throw<CairnException>(() => factory.Open(uri)).Code.ShouldBe(ErrorCode.PermissionDenied);
    }

    [Fact]
    public async Task Write_AfterAKill_ClearsOnlyOldUploads()
    {
        var uploads = Directory.CreateDirectory(Path.Join(Inside, ".cairn-uploads")).FullName;
        await File.WriteAllTextAsync(Path.Join(uploads, "old"), "x", Ct);
        await File.WriteAllTextAsync(Path.Join(uploads, "new"), "x", Ct);
        File.SetLastWriteTimeUtc(Path.Join(uploads, "old"), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));
        await _store.WriteAsync(ArtifactPath.Parse("f"), new MemoryStream(Encoding.UTF8.GetBytes("x")), default, Ct);
        Directory.GetFiles(uploads).Select(Path.GetFileName).ShouldBe(["new"]);
    }
}
