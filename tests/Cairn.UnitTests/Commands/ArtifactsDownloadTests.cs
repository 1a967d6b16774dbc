using Cairn.Commands;
using Cairn.Commands.Artifacts;
using Cairn.Core.Artifacts;

namespace Cairn.UnitTests.Commands;

public sealed class ArtifactsDownloadTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-test-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(true);

    [Fact]
    public async Task Download_NothingThere_Fails()
    {
        var error = new StringWriter();
        var store = Directory.CreateDirectory(Path.Combine(_folder.FullName, "store")).FullName;
        (
            await CairnCommand.RunAsync(
                ["artifacts", "download", store, Path.Combine(_folder.FullName, "to")],
                new StringWriter(),
                error
            )
        ).ShouldBe(1);
        error.ToString().ShouldContain("no file");
    }

    [Fact]
    public async Task Download_Folder_HasItsFilesAndNoParts()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "store", "sub"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "store", "sub", "a.txt"), "one", Ct);
        var to = Path.Combine(_folder.FullName, "to");
        (
            await CairnCommand.RunAsync(
                ["artifacts", "download", Path.Combine(_folder.FullName, "store"), to],
                new StringWriter(),
                new StringWriter()
            )
        ).ShouldBe(0);
        Directory.GetFiles(to, "*", SearchOption.AllDirectories).ShouldBe([Path.Combine(to, "sub", "a.txt")]);
    }

    [Fact]
    public async Task Download_BreaksInTheMiddle_LeavesTheOldFileAlone()
    {
        var file = Path.Combine(_folder.FullName, "a.txt");
        await File.WriteAllTextAsync(file, "old", Ct);
        var copy = new ArtifactCopy(new ProgressLine(new StringWriter()));
        await Should.ThrowAsync<IOException>(() =>
            copy.DownloadAsync(new(new Breaking(), ArtifactPath.Parse("a.txt")), file, Ct)
        );
        (await File.ReadAllTextAsync(file, Ct)).ShouldBe("old");
        _folder.GetFiles().Length.ShouldBe(1);
    }

    private sealed class Breaking : IArtifactStore
    {
        private static readonly ArtifactFile _file = new(10, "\"1\"", null);

        public IAsyncEnumerable<ArtifactEntry> ListAsync(ArtifactPath path, CancellationToken ct) =>
            throw new NotSupportedException();

        public Task<ArtifactFile?> FindAsync(ArtifactPath path, CancellationToken ct) =>
            Task.FromResult<ArtifactFile?>(_file);

        public Task<ArtifactContent> OpenReadAsync(ArtifactPath path, ByteRange? range, CancellationToken ct) =>
            Task.FromResult(new ArtifactContent { Stream = new BrokenStream(), File = _file });

        public Task WriteAsync(ArtifactPath path, Stream content, ArtifactMetadata metadata, CancellationToken ct) =>
            throw new NotSupportedException();

        public Task DeleteAsync(ArtifactPath path, CancellationToken ct) => throw new NotSupportedException();
    }

    private sealed class BrokenStream() : MemoryStream([1, 2, 3])
    {
        private bool _hasRead;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_hasRead)
            {
                throw new IOException("The connection broke.");
            }

            _hasRead = true;
            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}
