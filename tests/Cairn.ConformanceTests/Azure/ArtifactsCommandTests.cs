using Azure.Storage.Sas;
using Cairn.Commands;

namespace Cairn.ConformanceTests.Azure;

/// <summary><c>cairn artifacts</c> on a real store, as somebody types it.</summary>
public sealed class ArtifactsCommandTests(AzureFixture azure)
{
    [Fact]
    public async Task UploadListDownloadDelete_AFolder_RoundTrips()
    {
        var ct = TestContext.Current.CancellationToken;
        await azure.Plain.StartAsync(ct);
        var sas = new AccountSasBuilder(AccountSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(1), AccountSasServices.Blobs, AccountSasResourceTypes.All)
            .ToSasQueryParameters(new(Azurite.Account, Azurite.Key));
        var uri = $"{azure.Plain.Endpoint}/{AzureFixture.NewContainer()}/models?{sas}";
        var folder = Directory.CreateTempSubdirectory("cairn-test-");
        Directory.CreateDirectory(Path.Combine(folder.FullName, "up", "sub"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "up", "a.txt"), "one", ct);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "up", "sub", "b.txt"), "two", ct);

        (await RunAsync("upload", Path.Combine(folder.FullName, "up"), uri, "--create-container")).Code.ShouldBe(0);
        (await RunAsync("list", uri)).Output.ReplaceLineEndings("\n").ShouldBe("              3  a.txt\n                 sub/\n");
        (await RunAsync("list", "--recursive", uri)).Output.ReplaceLineEndings("\n").ShouldBe("              3  a.txt\n              3  sub/b.txt\n");
        (await RunAsync("download", uri, Path.Combine(folder.FullName, "down"))).Code.ShouldBe(0);
        (await File.ReadAllTextAsync(Path.Combine(folder.FullName, "down", "sub", "b.txt"), ct)).ShouldBe("two");
        (await RunAsync("rehydrate", uri)).Output.ShouldContain("0 files");
        (await RunAsync("delete", uri)).Code.ShouldBe(0);
        (await RunAsync("list", uri)).Output.ShouldBeEmpty();
        folder.Delete(true);
    }

    [Fact]
    public async Task List_MalformedUri_NamesThePart()
    {
        var (code, _, error) = await RunAsync("list", "wasbs://Container@account.blob.core.windows.net/x");
        code.ShouldBe(1);
        error.ShouldContain("container 'Container'");
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CairnCommand.RunAsync(["artifacts", .. args], output, error);
        error.ToString().ShouldNotContain("sig=");
        return (code, output.ToString(), error.ToString());
    }
}
