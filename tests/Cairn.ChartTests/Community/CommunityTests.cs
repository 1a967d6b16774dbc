using System.Text.Json.Nodes;

namespace Cairn.ChartTests;

/// <summary>Values of the community chart keep their meaning, or are refused by name.</summary>
public sealed class CommunityTests
{
    private static readonly string[] _remote = [.. Chart.Postgres, .. Chart.Azure];

    public static TheoryData<string> Sections => [.. Community.DefaultTree.Select(section => section.Key)];
    public static TheoryData<string> Refused => [.. Community.Refused.Select(entry => entry.Value)];

    [Fact]
    public async Task Defaults_Render()
    {
        var release = await Chart.RenderAsync(Community.Defaults);
        release.Container["image"]!.ToString().ShouldStartWith("cairn:");
        release.Plain["MLFLOW_BACKEND_STORE_URI"].ShouldBe("sqlite:////data/mlflow.db");
        release.Plain["MLFLOW_ARTIFACTS_DESTINATION"].ShouldBe("/data/artifacts");
        release.Plain.Keys.ShouldNotContain("MLFLOW_DEFAULT_ARTIFACT_ROOT", "clients would write to their own disk");
        release.Plain["MLFLOW_LOGGING_LEVEL"].ShouldBe("INFO");
        ((bool)release.Pod["automountServiceAccountToken"]!).ShouldBeTrue();
        ((int)release.Container["securityContext"]!["runAsUser"]!).ShouldBe(1001);
        ((int)release.Container["livenessProbe"]!["periodSeconds"]!).ShouldBe(30);
        release.Of("PersistentVolumeClaim").Count.ShouldBe(1, "data must outlive the pod");
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public async Task Section_AtItsDefaults_Renders(string section) =>
        await Chart.RenderAsync(
            new JsonObject { [section] = Community.DefaultTree[section]?.DeepClone() }.ToJsonString()
        );

    [Fact]
    public async Task Defaults_AreNamedInTheNotes()
    {
        var notes = await Chart.NotesAsync(Community.Defaults, "extraArgs.workers=4", "telemetry.enabled=true");
        string[] expected =
        [
            "initImages has no effect",
            "extraArgs.workers has no effect",
            "telemetry.enabled has no effect",
            "image.repository is burakince/mlflow",
            "backendStore.defaultSqlitePath is :memory:",
            "artifactRoot.defaultArtifactRoot is ./mlruns",
        ];
        expected.ShouldAllBe(line => notes.Contains(line));
        (await Chart.NotesAsync(null)).ShouldNotContain("About your values");
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Value_ThatAsksForWhatCairnDoesNotDo_IsRefusedWithTheReason(string value)
    {
        var entry = Community.Refused.Single(e => e.Value == value);
        var text = await Chart.FailAsync(null, $"{value}=true");
        text.ShouldContain($"{value} is not supported. {entry.Reason} {entry.Instead}");
    }

    [Fact]
    public async Task Refusals_AreReportedTogether()
    {
        var text = await Chart.FailAsync(Community.Defaults, "auth.enabled=true", "minio.enabled=true");
        text.ShouldContain("auth.enabled is not supported");
        text.ShouldContain("minio.enabled is not supported");
    }

    [Theory]
    [InlineData("burakince/mlflow", "3.12.0")]
    [InlineData("docker.io/burakince/mlflow", "")]
    [InlineData("ghcr.io/mlflow/mlflow", "")]
    [InlineData("bitnamilegacy/mlflow", "")]
    public async Task MlflowsImage_IsRefusedWithWhatToWrite(string repository, string tag) =>
        (await Chart.FailAsync(null, $"image.repository={repository}", $"image.tag={tag}")).ShouldContain(
            "set image.repository=REGISTRY/cairn and image.tag="
        );

    [Fact]
    public async Task OwnImageNamedMlflow_IsUsed() =>
        (await Chart.RenderAsync(null, "image.repository=registry.example.com/team/mlflow", "image.tag=1")).Container[
            "image"
        ]!
            .ToString()
            .ShouldBe("registry.example.com/team/mlflow:1");

    [Fact]
    public async Task Digest_PinsTheImage()
    {
        var digest = "sha256:" + new string('a', 64);
        var release = await Chart.RenderAsync(
            null,
            "image.repository=r/cairn",
            "image.tag=1",
            $"image.digest={digest}"
        );
        release.Container["image"]!.ToString().ShouldBe($"r/cairn:1@{digest}");
    }

    [Fact]
    public async Task Pods_AreFoundByTheCommunityChartsLabelAndContainer()
    {
        var release = await Chart.RenderAsync(null, "extraPodLabels.team=ml", "podLabels.tier=web");
        var labels = release.One("Deployment")["spec"]!["template"]!["metadata"]!["labels"]!;
        labels["app"]!.ToString().ShouldBe("mlflow");
        labels["team"]!.ToString().ShouldBe("ml");
        labels["tier"]!.ToString().ShouldBe("web");
        release.Container["name"]!.ToString().ShouldBe("mlflow");
        release.Container["ports"]![0]!["name"]!.ToString().ShouldBe("mlflow");
        var hook = await Chart.RenderAsync(null, [.. _remote, "migration.mode=job"]);
        hook.One("Job")["spec"]!["template"]!["metadata"]!["labels"]!["app"].ShouldBeNull("no PDB may count it");
    }

    [Theory]
    [InlineData("extraPodLabels.app=own", "own")]
    [InlineData("podLabels.app=own", "own")]
    [InlineData("nameOverride=tracking", "tracking")]
    public async Task AppLabel_CanBeChosen(string set, string expected) =>
        (await Chart.RenderAsync(null, set)).One("Deployment")["spec"]!["template"]!["metadata"]!["labels"]!["app"]!
            .ToString()
            .ShouldBe(expected);

    [Theory]
    [InlineData("nameOverride=tracking", "mlflow-tracking")]
    [InlineData("nameOverride=flow", "mlflow")]
    [InlineData("nameOverride=tracking,fullnameOverride=x", "x")]
    public async Task Names_FollowTheOverrides(string set, string expected) =>
        (await Chart.RenderAsync(null, set)).One("Service")["metadata"]!["name"]!.ToString().ShouldBe(expected);

    [Theory]
    [InlineData("debug")]
    [InlineData("DEBUG")]
    [InlineData("Debug")]
    public async Task LogLevel_IsTakenInEitherCase(string level) =>
        (await Chart.RenderAsync(null, $"log.level={level}")).Plain["MLFLOW_LOGGING_LEVEL"].ShouldBe("DEBUG");

    [Fact]
    public async Task LogLevel_OfASwitchedOffLog_IsTheDefault() =>
        (await Chart.RenderAsync(null, "log.enabled=false", "log.level=debug"))
            .Plain["MLFLOW_LOGGING_LEVEL"]
            .ShouldBe("INFO");

    [Fact]
    public async Task DeploymentFields_AreSet()
    {
        var release = await Chart.RenderAsync(
            null,
            "deploymentAnnotations.note=d",
            "revisionHistoryLimit=0",
            "serviceAccount.automount=true",
            "service.enabled=false",
            "serverHost=[::]"
        );
        release.One("Deployment")["metadata"]!["annotations"]!["note"]!.ToString().ShouldBe("d");
        ((int)release.One("Deployment")["spec"]!["revisionHistoryLimit"]!).ShouldBe(0);
        ((bool)release.One("ServiceAccount")["automountServiceAccountToken"]!).ShouldBeTrue();
        ((bool)release.Pod["automountServiceAccountToken"]!).ShouldBeTrue();
        release.Of("Service").ShouldBeEmpty();
        release.Plain["MLFLOW_HOST"].ShouldBe("[::]");
    }

    [Fact]
    public async Task SqliteBelowAnyFolder_IsOnTheChartsVolume()
    {
        var release = await Chart.RenderAsync(Community.Page("installation-persistence"));
        release.Plain["MLFLOW_BACKEND_STORE_URI"].ShouldBe("sqlite:////mlflow/data/mlflow.db");
        Mounts(release).ShouldBe(["data:/data", "data:/mlflow/data", "tmp:/tmp"], ignoreOrder: true);
        ((int)release.One("Service")["spec"]!["ports"]![0]!["port"]!).ShouldBe(5000);
    }

    [Fact]
    public async Task SqliteOnAVolumeOfOnesOwn_NeedsNoOther()
    {
        var release = await Chart.RenderAsync(Community.Page("installation-own-claim"));
        release.Of("PersistentVolumeClaim").ShouldBeEmpty();
        Mounts(release).ShouldBe(["mlflow-volume:/mlflow/data", "tmp:/tmp"], ignoreOrder: true);
        release.Plain["MLFLOW_ARTIFACTS_DESTINATION"].ShouldBe("/mlflow/data/mlartifacts");
        release.One("Deployment")["spec"]!["strategy"]!["type"]!.ToString().ShouldBe("Recreate");
    }

    [Fact]
    public async Task Probes_ReplaceTheChartsFieldByField()
    {
        var release = await Chart.RenderAsync(Community.Page("installation-probes"));
        var liveness = release.Container["livenessProbe"]!;
        ((int)liveness["initialDelaySeconds"]!).ShouldBe(30);
        ((int)liveness["httpGet"]!["port"]!).ShouldBe(5000);
        release.Container["readinessProbe"]!["httpGet"]!["path"]!.ToString().ShouldBe("/health");
        var other = await Chart.RenderAsync(null, "livenessProbe.tcpSocket.port=mlflow");
        other.Container["livenessProbe"]!["httpGet"].ShouldBeNull("a probe has one action");
    }

    [Fact]
    public async Task Autoscaling_IsTakenVerbatim()
    {
        var values = Community.Read(Community.Page("autoscaling"));
        var release = await Chart.RenderAsync(Community.Page("autoscaling"), _remote);
        var spec = release.One("HorizontalPodAutoscaler")["spec"]!;
        ((int)spec["minReplicas"]!).ShouldBe(2);
        ((int)spec["maxReplicas"]!).ShouldBe(15);
        spec["metrics"]!.ToJsonString().ShouldBe(Sorted(values["autoscaling"]!["metrics"]!));
        spec["behavior"]!.ToJsonString().ShouldBe(Sorted(values["autoscaling"]!["behavior"]!));
        ((int)release.Container["readinessProbe"]!["periodSeconds"]!).ShouldBe(20);
        release.Container["readinessProbe"]!["httpGet"]!["path"]!.ToString().ShouldBe("/health/ready");
        release.Container["resources"]!["limits"]!["memory"]!.ToString().ShouldBe("4Gi");
        release.Pod["affinity"]!["podAntiAffinity"].ShouldNotBeNull();
        var monitor = release.One("ServiceMonitor");
        monitor["metadata"]!["namespace"]!.ToString().ShouldBe("monitoring");
        monitor["spec"]!["endpoints"]![0]!["targetPort"]!.ToString().ShouldBe("mlflow");
        monitor["spec"]!["endpoints"]![0]!["scrapeTimeout"]!.ToString().ShouldBe("10s");
    }

    [Fact]
    public async Task Autoscaling_WithoutMetrics_LooksAtMemoryAndCpu()
    {
        var release = await Chart.RenderAsync(null, [.. _remote, "autoscaling.enabled=true"]);
        var spec = release.One("HorizontalPodAutoscaler")["spec"]!;
        ((int)spec["minReplicas"]!).ShouldBe(1);
        spec["metrics"]!
            .AsArray()
            .Select(m => $"{m!["resource"]!["name"]} {m["resource"]!["target"]!["averageUtilization"]}")
            .ShouldBe(["memory 80", "cpu 80"]);
    }

    [Fact]
    public async Task ServiceMonitor_TakesLabelsRulesAndPath()
    {
        var release = await Chart.RenderAsync(
            """
            serviceMonitor:
              enabled: true
              targetLabels: [app.kubernetes.io/instance]
              metricRelabelings: [{regex: prometheus_replica, action: labeldrop}]
              telemetryPath: /mlf/metrics
              timeout: 5s
            extraArgs: {staticPrefix: /mlf}
            """
        );
        var spec = release.One("ServiceMonitor")["spec"]!;
        spec["targetLabels"]![0]!.ToString().ShouldBe("app.kubernetes.io/instance");
        spec["endpoints"]![0]!["path"]!.ToString().ShouldBe("/mlf/metrics");
        spec["endpoints"]![0]!["scrapeTimeout"]!.ToString().ShouldBe("5s");
        spec["endpoints"]![0]!["metricRelabelings"]![0]!["action"]!.ToString().ShouldBe("labeldrop");
    }

    private static IEnumerable<string> Mounts(Manifests release) =>
        release.Container["volumeMounts"]!.AsArray().Select(m => $"{m!["name"]}:{m["mountPath"]}");

    // Helm writes the keys of a map in alphabetical order.
    private static string Sorted(JsonNode node) => Sort(node)!.ToJsonString();

    private static JsonNode? Sort(JsonNode? node) =>
        node switch
        {
            JsonObject map => new JsonObject(
                map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sort(p.Value)))
            ),
            JsonArray list => new JsonArray([.. list.Select(Sort)]),
            _ => node?.DeepClone(),
        };
}
