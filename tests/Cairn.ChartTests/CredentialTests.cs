namespace Cairn.ChartTests;

/// <summary>Which credentials a pod gets, and that it gets no others.</summary>
public sealed class CredentialTests
{
    private const string Labelled = "azure.workload.identity/use";

    [Fact]
    public async Task NoCredentialNamed_BothWellKnownSecretsAreLookedAt()
    {
        var release = await Chart.RenderAsync(
            null,
            "artifactRoot.azureBlob.enabled=true",
            "extraEnvVars.MLFLOW_ARTIFACT_ROOT=wasbs://abc@acc.blob.core.windows.net"
        );
        release.FromSecrets.ShouldBe(
            new Dictionary<string, string>
            {
                ["AZURE_STORAGE_ACCOUNT"] = "azure-storage-credentials/azure-storage-account-name?",
                ["AZURE_STORAGE_KEY"] = "azure-storage-credentials/azure-storage-account-key?",
                ["AZURE_CLIENT_ID"] = "azure-service-principal/azure-client-id?",
                ["AZURE_CLIENT_SECRET"] = "azure-service-principal/azure-client-secret?",
                ["AZURE_TENANT_ID"] = "azure-service-principal/azure-tenant-id?",
            },
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task AzureIsOff_NoSecretIsLookedAt() => (await Chart.RenderAsync()).FromSecrets.ShouldBeEmpty();

    [Theory]
    [InlineData("artifactRoot.azureBlob.accessKey=a2V5", "AZURE_STORAGE_ACCESS_KEY", "a2V5")]
    [InlineData(
        "artifactRoot.azureBlob.connectionString=UseDevelopmentStorage=true",
        "AZURE_STORAGE_CONNECTION_STRING",
        "UseDevelopmentStorage=true"
    )]
    public async Task SecretValue_IsKeptInASecretAndShadowsTheWellKnownOnes(string set, string variable, string value)
    {
        var release = await Chart.RenderAsync(null, [.. Chart.Azure, set]);
        release.Secret[variable].ShouldBe(value);
        release.Plain.Keys.ShouldNotContain(variable);
        release.FromSecrets.ShouldBeEmpty();
    }

    [Fact]
    public async Task ServicePrincipal_OfAnotherSecret_IsReferredTo()
    {
        var release = await Chart.RenderAsync(
            null,
            [
                .. Chart.Azure,
                "azure.servicePrincipal.existingSecret.name=own",
                "azure.servicePrincipal.existingSecret.clientSecretKey=pw",
            ]
        );
        release.FromSecrets.ShouldBe(
            new Dictionary<string, string>
            {
                ["AZURE_CLIENT_ID"] = "own/azure-client-id",
                ["AZURE_CLIENT_SECRET"] = "own/pw",
                ["AZURE_TENANT_ID"] = "own/azure-tenant-id",
            },
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task ManagedIdentity_NeedsNoWebhookAndNoSecret()
    {
        var release = await Chart.RenderAsync(null, [.. Chart.Azure, "azure.managedIdentity.clientId=c"]);
        release.Plain["AZURE_CLIENT_ID"].ShouldBe("c");
        release.FromSecrets.ShouldBeEmpty();
        release.One("Deployment")["spec"]!["template"]!["metadata"]!["labels"]!
            [Labelled]
            .ShouldBeNull("the webhook would give it a token file, and with that another identity");
        release.One("ServiceAccount")["metadata"]!["annotations"].ShouldBeNull();
    }

    [Fact]
    public async Task WorkloadIdentity_OfTheHook_IsThePodsToo()
    {
        var release = await Chart.RenderAsync(
            null,
            [
                .. Chart.Postgres,
                .. Chart.Azure,
                "azure.workloadIdentity.enabled=true",
                "azure.workloadIdentity.clientId=c",
                "migration.mode=job",
            ]
        );
        release.One("Job")["spec"]!["template"]!["metadata"]!["labels"]![Labelled]!.ToString().ShouldBe("true");
        release
            .Of("ServiceAccount")
            .ShouldAllBe(a => a["metadata"]!["annotations"]!["azure.workload.identity/client-id"]!.ToString() == "c");
    }

    [Fact]
    public async Task Container_IsMadeOnRequest()
    {
        (await Chart.RenderAsync(null, Chart.Azure)).Variables.Keys.ShouldNotContain("CAIRN_CREATE_CONTAINER");
        (await Chart.RenderAsync(null, [.. Chart.Azure, "artifactRoot.azureBlob.createContainer=true"]))
            .Plain["CAIRN_CREATE_CONTAINER"]
            .ShouldBe("true");
    }
}
