using System.Diagnostics;
using System.Text.Json.Nodes;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using Cairn.ConformanceTests.Hosting;

namespace Cairn.ConformanceTests.Azure;

/// <summary><c>cairn artifacts</c> on a real store, as somebody types it.</summary>
public sealed class ArtifactsCommandTests(AzureFixture azure)
{
    [Fact]
    public async Task UploadListDownloadDelete_AFolder_RoundTrips()
    {
        var ct = TestContext.Current.CancellationToken;
        await azure.Plain.StartAsync(ct);
        var sas = new AccountSasBuilder(
            AccountSasPermissions.All,
            TimeProvider.System.GetUtcNow().AddHours(1),
            AccountSasServices.Blobs,
            AccountSasResourceTypes.All
        ).ToSasQueryParameters(new(Azurite.Account, Azurite.Key));
        var uri = $"{azure.Plain.Endpoint}/{AzureFixture.NewContainer()}/models?{sas}";
        var folder = Directory.CreateTempSubdirectory("cairn-test-");
        Directory.CreateDirectory(Path.Combine(folder.FullName, "up", "sub"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "up", "a.txt"), "one", ct);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "up", "sub", "b.txt"), "two", ct);

        (await RunAsync("upload", Path.Combine(folder.FullName, "up"), uri, "--create-container")).Code.ShouldBe(0);
        (await RunAsync("list", uri))
            .Output.ReplaceLineEndings("\n")
            .ShouldBe("              3  a.txt\n                 sub/\n");
        (await RunAsync("list", "--recursive", uri))
            .Output.ReplaceLineEndings("\n")
            .ShouldBe("              3  a.txt\n              3  sub/b.txt\n");
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

    [Fact]
    public async Task ProgramCalledAz_ListsBlobsAsTheAzureCliDoes_AndNoMoreThanAsked()
    {
        var ct = TestContext.Current.CancellationToken;
        await azure.Plain.StartAsync(ct);
        var container = new BlobContainerClient(
            new Uri($"{azure.Plain.Endpoint}/{AzureFixture.NewContainer()}"),
            new StorageSharedKeyCredential(Azurite.Account, Azurite.Key)
        );
        await container.CreateAsync(cancellationToken: ct);
        foreach (var name in (string[])["1/a", "1/b/c", "2/d"])
        {
            await container.UploadBlobAsync(name, BinaryData.FromString("abc"), ct);
        }

        var (all, none) = await AzAsync(container.Name, "--output", "table");
        all.ShouldBe("Name   Length\n-----  --------\n1/a    3\n1/b/c  3\n2/d    3\n");
        none.ShouldNotContain("there are more");
        var (some, more) = await AzAsync(container.Name, "--prefix", "1/", "--num-results", "1");
        JsonNode.Parse(some)!.AsArray().ShouldHaveSingleItem()!["name"]!.ToString().ShouldBe("1/a");
        more.ShouldContain("there are more than 1");
    }

    /// <summary>Runs the program under its other name, which it reads off its own file.</summary>
    private async Task<(string Output, string Error)> AzAsync(string container, params string[] args)
    {
        var az = Path.Combine(AppContext.BaseDirectory, "az");
        File.Delete(az);
        if (CairnExecutable.Named is { } native)
        {
            File.CreateSymbolicLink(az, native);
        }
        else
        {
            File.Copy(CairnExecutable.Location, az);
        }

        var start = new ProcessStartInfo(
            az,
            ["storage", "blob", "list", "--container-name", container, "--account-name", Azurite.Account, .. args]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZURE_STORAGE_BLOB_ENDPOINT"] = azure.Plain.Endpoint;
        start.Environment["AZURE_STORAGE_KEY"] = Azurite.Key;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.Delete(az);
        process.ExitCode.ShouldBe(0, await error);
        return (output, await error);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CairnExecutable.RunAsync(["artifacts", .. args], output, error);
        error.ToString().ShouldNotContain("sig=");
        return (code, output.ToString(), error.ToString());
    }
}
