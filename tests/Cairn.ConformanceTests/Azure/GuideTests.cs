using Cairn.Artifacts.Azure;
using Cairn.Artifacts.Azure.Accounts;
using Cairn.Core.Artifacts;
using Cairn.Server.Hosting;
using Cairn.Server.Settings;

namespace Cairn.ConformanceTests.Azure;

/// <summary>
/// The example blocks of the guide to MLflow on Azure Blob Storage, as they stand there: same variables, same URIs,
/// same host names.
/// Only the connections end at Azurite and at the fake Entra ID.
/// </summary>
public sealed class GuideTests(AzureFixture azure)
{
    private const string Root = "wasbs://mlflow-artifacts@yourmlflowstorage.blob.core.windows.net";
    private const string ClientId = "99999999-0000-0000-0000-000000000001";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task AuthenticationOption1_StorageAccountKey() =>
        DemandWorksAsync(
            Root,
            new() { ["AZURE_STORAGE_ACCOUNT"] = "yourmlflowstorage", ["AZURE_STORAGE_ACCESS_KEY"] = Azurite.Key }
        );

    [Fact]
    public Task AuthenticationOption2_ServicePrincipal() => DemandWorksAsync(Root, ServicePrincipal());

    [Fact]
    public Task AuthenticationOption3_ManagedIdentity() => WithIdentityEndpointAsync(() => DemandWorksAsync(Root, []));

    [Fact]
    public Task ConfigurationOption1_StorageAccountKey() =>
        DemandWorksAsync(
            null,
            new()
            {
                ["AZURE_STORAGE_ACCOUNT"] = "yourmlflowstorage",
                ["AZURE_STORAGE_KEY"] = Azurite.Key,
                ["AZURE_STORAGE_CONNECTION_STRING"] = "",
                ["MLFLOW_ARTIFACT_ROOT"] = Root,
            }
        );

    [Fact]
    public Task ConfigurationOption1_ConnectionString() =>
        DemandWorksAsync(
            null,
            new()
            {
                ["AZURE_STORAGE_ACCOUNT"] = "yourmlflowstorage",
                ["AZURE_STORAGE_KEY"] = "",
                ["AZURE_STORAGE_CONNECTION_STRING"] =
                    $"DefaultEndpointsProtocol=https;AccountName=yourmlflowstorage;AccountKey={Azurite.Key};EndpointSuffix=core.windows.net",
                ["MLFLOW_ARTIFACT_ROOT"] = Root,
            }
        );

    [Fact]
    public async Task ConfigurationOption2_ServicePrincipal()
    {
        var variables = ServicePrincipal();
        variables["MLFLOW_ARTIFACT_ROOT"] = Root;
        await DemandWorksAsync(null, variables);
    }

    [Fact]
    public Task ConfigurationOption3_HelmSetAccessKey() =>
        DemandWorksAsync(
            null,
            new()
            {
                // What the chart makes of artifactRoot.azureBlob.{container,storageAccount,accessKey}.
                ["MLFLOW_ARTIFACTS_DESTINATION"] = Root,
                ["AZURE_STORAGE_ACCESS_KEY"] = Azurite.Key,
            }
        );

    [Fact]
    public async Task AksWorkloadIdentity()
    {
        var variables = ServicePrincipal();
        variables.Remove("AZURE_CLIENT_SECRET");
        var token = Path.GetTempFileName();
        await File.WriteAllTextAsync(token, "assertion", Ct);
        variables["AZURE_FEDERATED_TOKEN_FILE"] = token;
        variables["MLFLOW_ARTIFACT_ROOT"] = Root;
        await DemandWorksAsync(null, variables);
        File.Delete(token);
    }

    [Fact]
    public async Task CustomEndpoint()
    {
        var variables = ServicePrincipal();
        variables["AZURE_STORAGE_ENDPOINT"] = "https://your-custom-endpoint.com";
        variables["MLFLOW_ARTIFACT_ROOT"] = Root;
        var options = await DemandWorksAsync(null, variables);
        options.Artifacts.Destination.ShouldBe(Root);
    }

    [Fact]
    public Task AzureDataLakeStorageGen2() =>
        DemandWorksAsync(
            null,
            new()
            {
                ["AZURE_STORAGE_ACCOUNT"] = "yourmlflowstorage",
                ["AZURE_STORAGE_KEY"] = Azurite.Key,
                ["MLFLOW_ARTIFACT_ROOT"] = "abfss://mlflow-artifacts@yourmlflowstorage.dfs.core.windows.net",
            }
        );

    [Fact]
    public async Task CustomAzureBlobPath()
    {
        var variables = new Dictionary<string, string>
        {
            ["AZURE_STORAGE_ACCESS_KEY"] = Azurite.Key,
            ["MLFLOW_ARTIFACT_ROOT"] = Root + "/mlflow/artifacts",
        };
        await DemandWorksAsync(null, variables);
        var container = Open(Options(variables), Root);
        (await container.Store.ListAsync(ArtifactPath.Parse("mlflow"), Ct).ToListAsync(Ct)).ShouldContain(
            new ArtifactEntry("artifacts", true, null)
        );
    }

    private static ArtifactPlace Open(AzureOptions options, string uri) =>
        AzureFixture.Factory(options).Open(ArtifactUri.Parse(uri));

    private AzureOptions Options(IReadOnlyDictionary<string, string> variables) =>
        AzureFixture.Options(variables, azure.Https.Port);

    private async Task<ServerOptions> DemandWorksAsync(string? destination, Dictionary<string, string> variables)
    {
        await azure.Https.StartAsync(Ct);
        await azure.Entra.StartAsync(Ct);
        if (variables.ContainsKey("AZURE_AUTHORITY_HOST"))
        {
            variables["AZURE_AUTHORITY_HOST"] = azure.Entra.Authority;
        }

        var flags = new Dictionary<string, string>();
        if (destination is not null)
        {
            flags["--artifacts-destination"] = destination;
        }

        var configuration = ServerConfiguration.Read(flags, variables.GetValueOrDefault);
        configuration.Errors.ShouldBeEmpty();
        var place = Open(Options(variables), configuration.Options.Artifacts.Destination)
            .At(ArtifactPath.Parse($"{Guid.NewGuid():N}/model.txt"));
        await place.Store.WriteAsync(place.Path, new MemoryStream("kept"u8.ToArray()), default, Ct);
        (await AzureStoreTests.ReadAsync(place.Store, place.Path)).ShouldBe("kept"u8.ToArray());
        await place.Store.DeleteAsync(place.Path, Ct);
        await place.Store.WriteAsync(place.Path, new MemoryStream("kept"u8.ToArray()), default, Ct);
        return configuration.Options;
    }

    private static Dictionary<string, string> ServicePrincipal() =>
        new()
        {
            ["AZURE_CLIENT_ID"] = ClientId,
            ["AZURE_CLIENT_SECRET"] = "YOUR_CLIENT_SECRET",
            ["AZURE_TENANT_ID"] = FakeEntra.Tenant,
            ["AZURE_SUBSCRIPTION_ID"] = "YOUR_SUBSCRIPTION_ID",
            ["AZURE_AUTHORITY_HOST"] = "set by the test: where the fake Entra ID is",
        };

    private async Task WithIdentityEndpointAsync(Func<Task> act)
    {
        await azure.Entra.StartAsync(Ct);
        await azure.Entra.AsMachineIdentityAsync(act);
    }
}
