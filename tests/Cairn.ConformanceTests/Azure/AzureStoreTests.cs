using System.Security.Cryptography;
using System.Text;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;

namespace Cairn.ConformanceTests.Azure;

/// <summary>What is Azure's own, beyond what the compliance suite asks of every store.</summary>
public sealed class AzureStoreTests(AzureFixture azure)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(1_000_000)]
    public async Task Write_ContentAroundTheBlockSize_ReadsBackTheSame(int length)
    {
        var store = await azure.NewStoreAsync(options => options with { BlockSize = 65536 });
        var bytes = RandomNumberGenerator.GetBytes(length);
        foreach (long? known in new long?[] { length, null })
        {
            var path = ArtifactPath.Parse($"f{known}.bin");
            await store.WriteAsync(path, new MemoryStream(bytes), new(null, known), Ct);
            (await ReadAsync(store, path)).ShouldBe(bytes);
        }
    }

    [Fact]
    public async Task Delete_AFolder_LeavesTheSiblingThatSharesItsPrefix()
    {
        var store = await azure.NewStoreAsync();
        foreach (var name in new[] { "model/a", "model/b/c", "model_v2/a", "model.txt", "model" })
        {
            await store.WriteAsync(ArtifactPath.Parse(name), new MemoryStream("x"u8.ToArray()), default, Ct);
        }

        await store.DeleteAsync(ArtifactPath.Parse("model"), Ct);
        (await store.ListAsync(ArtifactPath.Root, Ct).ToListAsync(Ct))
            .Select(e => e.Name)
            .ShouldBe(["model.txt", "model_v2"]);
    }

    [Fact]
    public async Task List_FolderBetweenFiles_OrdersByNameNotByKey()
    {
        var store = await azure.NewStoreAsync();
        foreach (var name in new[] { "a/x", "a.txt", "a-b", "B", "é" })
        {
            await store.WriteAsync(ArtifactPath.Parse(name), new MemoryStream([1]), default, Ct);
        }

        (await store.ListAsync(ArtifactPath.Root, Ct).ToListAsync(Ct))
            .Select(e => e.Name)
            .ShouldBe(["B", "a", "a-b", "a.txt", "é"]);
    }

    [Fact]
    public async Task Multipart_SignedUrls_BecomeOneFile()
    {
        var store = await azure.NewStoreAsync();
        var path = ArtifactPath.Parse("big file.bin");
        var uploads = (IMultipartUploads)store;
        var upload = await uploads.CreateUploadAsync(path, 2, Ct);
        using var http = new HttpClient();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await http.PutAsync(new Uri(upload.Parts[i].Url), new StringContent($"part{i};"), Ct);
            answer.EnsureSuccessStatusCode();
        }

        await uploads.CompleteUploadAsync(path, upload.UploadId, [new(2, null, null), new(1, null, null)], default, Ct);
        Encoding.UTF8.GetString(await ReadAsync(store, path)).ShouldBe("part0;part1;");
        using var other = await http.GetAsync(new Uri(upload.Parts[0].Url.Split("&comp=")[0]), Ct);
        ((int)other.StatusCode).ShouldBe(403, "an upload's signature must not allow reading");
    }

    [Fact]
    public async Task SignDownload_AFile_AnswersItWithTheTerms()
    {
        var store = await azure.NewStoreAsync();
        var path = ArtifactPath.Parse("d/a b.html");
        await store.WriteAsync(path, new MemoryStream("hello"u8.ToArray()), new("text/html", 5), Ct);
        var signed = await ((ISignedDownloads)store).SignDownloadAsync(
            path,
            new("text/plain", "attachment; filename=x.txt", TimeSpan.FromMinutes(5)),
            Ct
        );
        signed.Length.ShouldBe(5);
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(signed.Request.Url), Ct);
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldBe("hello");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        answer.Content.Headers.GetValues("Content-Disposition").ShouldBe(["attachment; filename=x.txt"]);
        await Should.ThrowAsync<CairnException>(() =>
            ((ISignedDownloads)store).SignDownloadAsync(
                ArtifactPath.Parse("none"),
                new("a/b", "attachment", TimeSpan.FromMinutes(5)),
                Ct
            )
        );
    }

    [Fact]
    public async Task SignUpload_AFile_TakesItOnce()
    {
        var store = await azure.NewStoreAsync();
        var signed = await ((ISignedUploads)store).SignUploadAsync(
            ArtifactPath.Parse("up.txt"),
            new(null, null) { Tier = "Cool" },
            TimeSpan.FromMinutes(5),
            Ct
        );
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, signed.Url) { Content = new StringContent("sent") };
        foreach (var (name, value) in signed.Headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await http.SendAsync(request, Ct);
        answer.EnsureSuccessStatusCode();
        signed.Headers["x-ms-access-tier"].ShouldBe("Cool");
        Encoding.UTF8.GetString(await ReadAsync(store, ArtifactPath.Parse("up.txt"))).ShouldBe("sent");
    }

    [Fact]
    public async Task FolderMarkers_OfHadoop_AreFoldersAndNoFiles()
    {
        var name = AzureFixture.NewContainer();
        var store = await azure.NewStoreAsync(null, name);
        await store.WriteAsync(ArtifactPath.Parse("dir/sub/x"), new MemoryStream([1]), default, Ct);
        var container = new BlobContainerClient(
            new Uri(azure.Plain.Endpoint + "/" + name),
            new StorageSharedKeyCredential(Azurite.Account, Azurite.Key)
        );
        foreach (var marker in new[] { "dir", "dir/sub", "empty" })
        {
            await container
                .GetBlobClient(marker)
                .UploadAsync(
                    new MemoryStream(),
                    new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["hdi_isfolder"] = "true" } },
                    Ct
                );
        }

        (await store.ListAsync(ArtifactPath.Root, Ct).ToListAsync(Ct)).ShouldBe([
            new("dir", true, null),
            new("empty", true, null),
        ]);
        (await store.FindAsync(ArtifactPath.Parse("dir"), Ct)).ShouldBeNull();
        (
            await Should.ThrowAsync<CairnException>(() => store.OpenReadAsync(ArtifactPath.Parse("empty"), null, Ct))
        ).Code.ShouldBe(ErrorCode.ResourceDoesNotExist);
        await store.DeleteAsync(ArtifactPath.Parse("dir"), Ct);
        (await store.ListAsync(ArtifactPath.Root, Ct).ToListAsync(Ct)).ShouldBe([new("empty", true, null)]);
    }

    internal static async Task<byte[]> ReadAsync(IArtifactStore store, ArtifactPath path)
    {
        await using var content = await store.OpenReadAsync(path, null, Ct);
        using var copy = new MemoryStream();
        await content.Stream.CopyToAsync(copy, Ct);
        return copy.ToArray();
    }
}
