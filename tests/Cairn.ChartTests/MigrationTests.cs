using System.Text.Json.Nodes;

namespace Cairn.ChartTests;

/// <summary>How the schema is brought to its head before pods serve.</summary>
public sealed class MigrationTests
{
    private static readonly string[] _remote = [.. Chart.Postgres, .. Chart.Azure];

    [Fact]
    public async Task MigrationJob_BringsWhatItNeedsWithIt()
    {
        var release = await Chart.RenderAsync(null, [.. _remote, "migration.mode=job"]);
        var wait = release.Pod["initContainers"]!.AsArray().ShouldHaveSingleItem()!;
        wait["args"]!
            .AsArray()
            .Select(a => a!.ToString())
            .ShouldBe(["db", "status", "--wait", "--at-head"], "pods wait for the head revision");
        var job = release.One("Job");
        Weight(job).ShouldBe(-5);
        var early = release
            .All.Where(m => m["metadata"]!["name"]!.ToString().StartsWith("mlflow-migration") && m != job)
            .ToList();
        early.Select(m => m["kind"]!.ToString()).Order().ShouldBe(["ConfigMap", "Secret", "ServiceAccount"]);
        early.Max(Weight).ShouldBeLessThan(Weight(job));
        job["spec"]!["template"]!["spec"]!["containers"]![0]!["args"]!
            .AsArray()
            .Select(a => a!.ToString())
            .ShouldBe(["db", "upgrade"]);

        static int Weight(JsonObject manifest) =>
            int.Parse(manifest["metadata"]!["annotations"]!["helm.sh/hook-weight"]!.ToString());
    }

    [Fact]
    public async Task MigrationJob_WithWorkloadIdentity_RunsAsTheAccountThatIsFederated()
    {
        var release = await Chart.RenderAsync(
            null,
            [
                .. _remote,
                "migration.mode=job",
                "backendStore.postgres.azureAuth=true",
                "azure.workloadIdentity.enabled=true",
                "azure.workloadIdentity.clientId=c",
                "migration.serviceAccount.name=trusted",
            ]
        );
        release.One("Job")["spec"]!["template"]!["spec"]!["serviceAccountName"]!.ToString().ShouldBe("trusted");
        release
            .Of("ServiceAccount")
            .Select(a => a["metadata"]!["name"]!.ToString())
            .Order()
            .ShouldBe(["mlflow", "trusted"]);
    }

    [Fact]
    public async Task ConnectionCheck_NeedsNoShell()
    {
        var release = await Chart.RenderAsync(null, [.. _remote, "backendStore.databaseConnectionCheck=true"]);
        var container = release.Pod["initContainers"]!
            .AsArray()
            .Single(c => c!["name"]!.ToString() == "wait-for-database")!;
        container["command"].ShouldBeNull("the image has no shell");
        container["args"]!.AsArray().Select(a => a!.ToString()).ShouldBe(["db", "status", "--wait"]);
    }

    [Fact]
    public async Task AllowedDowntime_StopsOldPodsFirst() =>
        (await Chart.RenderAsync(null, [.. _remote, "migration.allowDowntime=true"])).One("Deployment")["spec"]![
            "strategy"
        ]!["type"]!
            .ToString()
            .ShouldBe("Recreate");

    [Fact]
    public async Task Migrations_WhileOldPodsServe_OnlyAdd()
    {
        Args((await Chart.RenderAsync(null, _remote)).Pod["initContainers"]![0]!)
            .ShouldBe(["db", "upgrade"], "at the first install nobody serves");
        Args((await Chart.RenderUpgradeAsync(_remote)).Pod["initContainers"]![0]!)
            .ShouldBe(["db", "upgrade", "--additive-only"]);
        Args((await Chart.RenderUpgradeAsync([.. _remote, "migration.allowDowntime=true"])).Pod["initContainers"]![0]!)
            .ShouldBe(["db", "upgrade"]);
        var hook = await Chart.RenderUpgradeAsync([.. _remote, "migration.mode=job"]);
        Args(hook.One("Job")["spec"]!["template"]!["spec"]!["containers"]![0]!)
            .ShouldBe(["db", "upgrade", "--additive-only"]);

        static string[] Args(JsonNode container) => [.. container["args"]!.AsArray().Select(a => a!.ToString())];
    }
}
