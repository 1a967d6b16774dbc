namespace Cairn.ChartTests;

/// <summary>Every values block and every --set line of the Azure guide renders to what it says.</summary>
public sealed class GuideTests
{
    private const string Uri = "wasbs://mlflow-artifacts@yourmlflowstorage.blob.core.windows.net";

    [Fact]
    public async Task AccountKeyBlock_UsesTheGuidesSecretAndDatabase()
    {
        var release = await Chart.RenderAsync(Chart.Guide("account-key"));
        release
            .Plain["MLFLOW_BACKEND_STORE_URI"]
            .ShouldBe("postgresql://postgresql-instance1.cg034hpkmmjt.eu-central-1.rds.amazonaws.com:5432/mlflow");
        release.Plain["PGUSER"].ShouldBe("mlflowuser");
        release.Secret["PGPASSWORD"].ShouldBe("Pa33w0rd!");
        release.Plain["MLFLOW_DEFAULT_ARTIFACT_ROOT"].ShouldBe(Uri);
        release.Plain["AZURE_STORAGE_ACCOUNT"].ShouldBe("yourmlflowstorage");
        release.FromSecrets.ShouldBe(
            new Dictionary<string, string>
            {
                ["AZURE_STORAGE_KEY"] = "azure-storage-credentials/azure-storage-account-key?",
            },
            ignoreOrder: true
        );
        release.Variables.Keys.ShouldNotContain("AZURE_STORAGE_KEY", "an empty variable would shadow the secret");
        release.Variables.Keys.ShouldNotContain("MLFLOW_ARTIFACT_ROOT");
        release.One("Deployment")["metadata"]!["name"]!
            .ToString()
            .ShouldBe("mlflow", "the guide's commands say deployment/mlflow");
        release.Pod["initContainers"]!.AsArray().Select(c => (string)c!["name"]!).ShouldBe(["migrate"]);
    }

    [Fact]
    public async Task ServicePrincipalBlock_UsesTheGuidesSecret()
    {
        var release = await Chart.RenderAsync(Chart.Guide("service-principal"));
        release.FromSecrets.ShouldBe(
            new Dictionary<string, string>
            {
                ["AZURE_CLIENT_ID"] = "azure-service-principal/azure-client-id?",
                ["AZURE_CLIENT_SECRET"] = "azure-service-principal/azure-client-secret?",
                ["AZURE_TENANT_ID"] = "azure-service-principal/azure-tenant-id?",
            },
            ignoreOrder: true
        );
        release.Variables.Keys.ShouldNotContain(name =>
            name.StartsWith("AZURE_CLIENT") || name.StartsWith("AZURE_SUBSCRIPTION")
        );
    }

    [Fact]
    public async Task SetCommands_Render()
    {
        var release = await Chart.RenderAsync(
            null,
            "backendStore.databaseMigration=true",
            "backendStore.postgres.enabled=true",
            "backendStore.postgres.host=postgresql-instance1.cg034hpkmmjt.eu-central-1.rds.amazonaws.com",
            "backendStore.postgres.database=mlflow",
            "backendStore.postgres.user=mlflowuser",
            "backendStore.postgres.password=Pa33w0rd!",
            "artifactRoot.azureBlob.enabled=true",
            "artifactRoot.azureBlob.container=mlflow-artifacts",
            "artifactRoot.azureBlob.storageAccount=yourmlflowstorage",
            "artifactRoot.azureBlob.accessKey=your-access-key"
        );
        release.Plain["MLFLOW_DEFAULT_ARTIFACT_ROOT"].ShouldBe(Uri);
        release.Secret["AZURE_STORAGE_ACCESS_KEY"].ShouldBe("your-access-key");
        release.FromSecrets.ShouldBeEmpty();
    }

    [Fact]
    public async Task ManagedIdentityBlock_WithItsCommandUnexpanded_SaysWhatToRun()
    {
        var text = await Chart.FailAsync(Chart.Guide("managed-identity"));
        text.ShouldContain("Helm does not run commands");
        text.ShouldContain(
            "CLIENT_ID=$(az aks show -g your-resource-group -n your-aks-cluster --query identityProfile.kubeletidentity.clientId -o tsv)"
        );
    }

    [Fact]
    public async Task ManagedIdentityBlock_WithAClientId_UsesItAndNoSecret()
    {
        var values = Chart
            .Guide("managed-identity")
            .Split('\n')
            .Select(line =>
                line.Contains("$(")
                    ? "    azure.workload.identity/client-id: 11111111-2222-3333-4444-555555555555"
                    : line
            );
        var release = await Chart.RenderAsync(string.Join('\n', values));
        release.Plain["AZURE_CLIENT_ID"].ShouldBe("11111111-2222-3333-4444-555555555555");
        release.One("Deployment")["spec"]!["template"]!["metadata"]!["labels"]!["azure.workload.identity/use"]!
            .ToString()
            .ShouldBe("true");
        release.FromSecrets.ShouldBeEmpty("a key that happens to be there must not win over the identity");
        release.One("ServiceAccount")["metadata"]!["annotations"]!["azure.workload.identity/client-id"]!
            .ToString()
            .ShouldBe("11111111-2222-3333-4444-555555555555");
    }

    [Fact]
    public async Task CustomEndpointBlock_ReachesTheServer() =>
        (await Chart.RenderAsync(Chart.Guide("custom-endpoint")))
            .Plain["AZURE_STORAGE_ENDPOINT"]
            .ShouldBe("https://your-custom-endpoint.com");

    [Fact]
    public async Task DataLakeBlock_TakesTheUriOfTheVariable() =>
        (await Chart.RenderAsync(Chart.Guide("data-lake")))
            .Plain["MLFLOW_DEFAULT_ARTIFACT_ROOT"]
            .ShouldBe("abfss://mlflow-artifacts@yourmlflowstorage.dfs.core.windows.net");

    [Fact]
    public async Task CustomPathBlock_EndsTheUri()
    {
        var release = await Chart.RenderAsync(Chart.Guide("custom-path"));
        release.Plain["MLFLOW_DEFAULT_ARTIFACT_ROOT"].ShouldBe(Uri + "/mlflow/artifacts");
        release.Secret["AZURE_STORAGE_ACCESS_KEY"].ShouldBe("your-access-key");
    }

    [Fact]
    public async Task ProxiedStorage_MakesTheUriTheDestination()
    {
        var release = await Chart.RenderAsync(
            Chart.Guide("data-lake"),
            "artifactRoot.proxiedArtifactStorage=true",
            "artifactRoot.azureBlob.path=a/b"
        );
        release.Plain["MLFLOW_SERVE_ARTIFACTS"].ShouldBe("true");
        release
            .Plain["MLFLOW_ARTIFACTS_DESTINATION"]
            .ShouldBe(
                "abfss://mlflow-artifacts@yourmlflowstorage.dfs.core.windows.net/a/b",
                "the path is appended where the variable has none"
            );
        release.Variables.Keys.ShouldNotContain("MLFLOW_DEFAULT_ARTIFACT_ROOT");
    }
}
