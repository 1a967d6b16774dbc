using System.Text;
using Azure.Core;
using Cairn.Artifacts.Azure;
using Cairn.Artifacts.Azure.Accounts;
using Cairn.Artifacts.Azure.Credentials;
using Cairn.Artifacts.Azure.Dfs;
using Cairn.Artifacts.Azure.Locations;
using Cairn.ConformanceTests.Artifacts;
using Cairn.Contracts.Errors;
using Cairn.Core.Artifacts;
using Cairn.Core.Errors;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.ConformanceTests.Azure;

/// <summary>The store over a dfs endpoint.</summary>
public sealed class DfsStoreComplianceTests(AzureFixture azure) : ArtifactStoreCompliance, IAsyncDisposable
{
    private FakeDfs? _dfs;

    public async ValueTask DisposeAsync()
    {
        if (_dfs is not null)
        {
            await _dfs.DisposeAsync();
        }
    }

    [Fact]
    public async Task SharedKey_OfOurOwn_IsWhatAzureExpects()
    {
        // Azurite checks the signature of a request that both protocols have: reading a file by its path.
        var container = AzureFixture.NewContainer();
        var store = await azure.NewStoreAsync(null, container);
        await PutAsync(store, "a b/é.txt", "text");
        var options = AzureFixture.Options(new Dictionary<string, string>());
        var location = new ContainerLocation(new(azure.Plain.Endpoint), Azurite.Account, container, null, true);
        using var account = new AzureAccount(
            location,
            AzureCredential.OfKey("the test", Azurite.Account, Azurite.Key),
            options,
            TimeProvider.System,
            NullLogger.Instance
        );
        var answer = await new DfsClient(location, account.Credential, account.Pipeline).SendAsync(
            RequestMethod.Get,
            "a b/é.txt",
            [("timeout", "30")],
            [("Range", "bytes=1-2")],
            null,
            false,
            Ct
        );
        Encoding.UTF8.GetString(answer.Content).ShouldBe("ex");
    }

    [Theory]
    [InlineData(".cairn-uploads")]
    [InlineData(".cairn-uploads/x")]
    [InlineData(".Cairn-Uploads/x/y")]
    public async Task AnyCall_IntoTheUploads_IsRefused(string name)
    {
        var (store, path) = (await NewStoreAsync(), ArtifactPath.Parse(name));
        Func<Task>[] calls =
        [
            () => store.FindAsync(path, Ct),
            () => store.OpenReadAsync(path, null, Ct),
            () => store.WriteAsync(path, new MemoryStream([1]), default, Ct),
            () => store.DeleteAsync(path, Ct),
            async () => await store.ListAsync(path, Ct).ToListAsync(Ct),
        ];
        foreach (var call in calls)
        {
            (await Should.ThrowAsync<CairnException>(call)).Code.ShouldBe(ErrorCode.InvalidParameterValue);
        }
    }

    [Fact]
    public async Task Write_LeftoversOfKilledServers_AreSwept()
    {
        var container = AzureFixture.NewContainer();
        var store = await NewStoreAsync(container);
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < 5; i++)
        {
            _dfs!.Put($"{container}/.cairn-uploads/old{i}", now.AddDays(-8));
        }

        _dfs!.Put($"{container}/.cairn-uploads/new", now.AddDays(-1));
        await PutAsync(store, "a.txt", "text");
        _dfs.Names.Where(name => name.StartsWith(container + "/.cairn-uploads/", StringComparison.Ordinal))
            .ShouldBe([container + "/.cairn-uploads/new"]);
    }

    protected override Task<IArtifactStore> NewStoreAsync() => NewStoreAsync(AzureFixture.NewContainer());

    private async Task<IArtifactStore> NewStoreAsync(string container)
    {
        _dfs ??= await FakeDfs.StartAsync(Ct);
        var options = AzureFixture.Options(
            new Dictionary<string, string>
            {
                ["AZURE_STORAGE_ACCOUNT"] = "account",
                ["AZURE_STORAGE_KEY"] = Azurite.Key,
                ["AZURE_STORAGE_DFS_ENDPOINT"] = _dfs.Endpoint,
            }
        ) with
        {
            BlockSize = 1 << 18,
        };
        return AzureFixture
            .Factory(options)
            .Open(ArtifactUri.Parse($"abfss://{container}@account.dfs.core.windows.net"))
            .Store;
    }
}
