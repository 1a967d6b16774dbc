using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.ChartTests;

/// <summary>What is rendered is what Kubernetes takes.</summary>
public sealed class ValidityTests
{
    public static TheoryData<string, string> Releases =>
        new()
        {
            { "", "" },
            { "account-key", "" },
            {
                "account-key",
                "migration.mode=job,autoscaling.enabled=true,podDisruptionBudget.enabled=true,networkPolicy.enabled=true,ingress.enabled=true,ingress.hosts[0].host=a.example"
            },
            {
                "account-key",
                "artifactRoot.proxiedArtifactStorage=true,podDisruptionBudget.enabled=true,podDisruptionBudget.maxUnavailable=1,autoscaling.enabled=true,autoscaling.behavior.scaleDown.stabilizationWindowSeconds=60,topologySpreadConstraints[0].maxSkew=1,topologySpreadConstraints[0].topologyKey=zone,topologySpreadConstraints[0].whenUnsatisfiable=ScheduleAnyway,initContainers[0].name=first,initContainers[0].image=first,httpRoute.enabled=true,httpRoute.parentRefs[0].name=gateway,serviceMonitor.enabled=true"
            },
            {
                "managed-identity",
                "serviceAccount.annotations.azure\\.workload\\.identity/client-id=11111111-2222-3333-4444-555555555555"
            },
            { "service-principal", "artifactRoot.proxiedArtifactStorage=true" },
            {
                "data-lake",
                "backendStore.postgres.enabled=true,backendStore.postgres.host=h,backendStore.postgres.database=d,backendStore.existingDatabaseSecret.name=s,backendStore.databaseConnectionCheck=true"
            },
            { "custom-path", "persistence.enabled=false" },
            {
                "custom-endpoint",
                "service.type=LoadBalancer,service.port=5000,podDisruptionBudget.enabled=false,azure.workloadIdentity.enabled=true,azure.workloadIdentity.clientId=c"
            },
        };

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task Release_FitsTheKubernetesSchemas(string guide, string sets)
    {
        var tools = Repository.At(".cache", "tools");
        var node = Tool.Find("node", "bin", "apt-get install nodejs");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(tools, "node_modules", "kubernetes-models"))
                || Environment.GetEnvironmentVariable("CI") == "true",
            "npm's kubernetes-models is missing: run ./test.sh once"
        );
        var release = await Chart.RenderAsync(
            guide.Length == 0 ? null : Chart.Guide(guide),
            sets.Length == 0 ? [] : [sets]
        );
        var manifests = new JsonArray([.. release.All.Select(m => m.DeepClone())]);
        var (code, text) = await node.RunAsync(
            [Repository.At("tests", "tools", "validate.mjs"), tools],
            JsonSerializer.Serialize(manifests)
        );
        code.ShouldBe(0, text);
        text.ShouldContain("Deployment/mlflow: valid");
    }
}
