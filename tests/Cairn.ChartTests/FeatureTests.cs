using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cairn.ChartTests;

public sealed partial class FeatureTests
{
    private static readonly string[] _remote = [.. Chart.Postgres, .. Chart.Azure];

    [Fact]
    public async Task Defaults_ServeFromADiskWithOnePod()
    {
        var release = await Chart.RenderAsync();
        var spec = release.One("Deployment")["spec"]!;
        ((int)spec["replicas"]!).ShouldBe(1);
        spec["strategy"]!["type"]!.ToString().ShouldBe("Recreate");
        release.One("PersistentVolumeClaim")["spec"]!["accessModes"]![0]!.ToString().ShouldBe("ReadWriteOnce");
        release.Plain["MLFLOW_BACKEND_STORE_URI"].ShouldBe("sqlite:////data/mlflow.db");
        release.Plain["MLFLOW_ARTIFACTS_DESTINATION"].ShouldBe("/data/artifacts");
        release.Plain["MLFLOW_SERVE_ARTIFACTS"].ShouldBe("true");
        release.Plain["CAIRN_UPGRADE_DB"].ShouldBe("true", "an init container would find no file on a fresh disk");
        release.Pod["initContainers"].ShouldBeNull();
    }

    [Fact]
    public async Task Sqlite_WithMoreReplicasAndASharedDisk_StaysAtOneOfItsOwn()
    {
        var release = await Chart.RenderAsync(
            null,
            "replicaCount=5",
            "persistence.accessMode=ReadWriteMany",
            "strategy.type=RollingUpdate"
        );
        ((int)release.One("Deployment")["spec"]!["replicas"]!).ShouldBe(1);
        release.One("Deployment")["spec"]!["strategy"]!["type"]!.ToString().ShouldBe("Recreate");
        release.One("PersistentVolumeClaim")["spec"]!["accessModes"]!
            .AsArray()
            .ShouldHaveSingleItem()!
            .ToString()
            .ShouldBe("ReadWriteOnce");
    }

    [Fact]
    public async Task OwnClaim_IsUsedAndNoneIsMade()
    {
        var release = await Chart.RenderAsync(null, "persistence.existingClaim=mine");
        release.Of("PersistentVolumeClaim").ShouldBeEmpty();
        release.Pod["volumes"]!.AsArray().Single(v => v!["name"]!.ToString() == "data")!["persistentVolumeClaim"]![
            "claimName"
        ]!
            .ToString()
            .ShouldBe("mine");
    }

    [Theory]
    [InlineData("persistence.accessMode=ReadWriteOnce", "Recreate")]
    [InlineData("persistence.accessMode=ReadWriteOncePod", "Recreate")]
    [InlineData("persistence.accessMode=ReadWriteMany", "RollingUpdate")]
    public async Task LocalArtifacts_BesidePostgres_RollOnASharedDiskOnly(string set, string strategy) =>
        (await Chart.RenderAsync(null, [.. Chart.Postgres, set])).One("Deployment")["spec"]!["strategy"]!["type"]!
            .ToString()
            .ShouldBe(strategy);

    [Fact]
    public async Task RemoteStores_NeedNoDiskAndRollWithoutAGap()
    {
        var release = await Chart.RenderAsync(null, [.. _remote, "replicaCount=3"]);
        release.Of("PersistentVolumeClaim").ShouldBeEmpty();
        var spec = release.One("Deployment")["spec"]!;
        ((int)spec["replicas"]!).ShouldBe(3);
        ((int)spec["strategy"]!["rollingUpdate"]!["maxUnavailable"]!).ShouldBe(0);
        release.Plain["CAIRN_SHUTDOWN_DELAY"].ShouldBe("5", "a pod that goes waits until the Service has noticed");
    }

    [Fact]
    public async Task Pod_IsLockedDown()
    {
        var release = await Chart.RenderAsync(null, _remote);
        ((bool)release.Pod["securityContext"]!["runAsNonRoot"]!).ShouldBeTrue();
        release.Pod["securityContext"]!["seccompProfile"]!["type"]!.ToString().ShouldBe("RuntimeDefault");
        ((bool)release.Pod["automountServiceAccountToken"]!).ShouldBeFalse();
        ((bool)release.Pod["enableServiceLinks"]!).ShouldBeFalse("a Service named mlflow would set MLFLOW_PORT");
        foreach (var container in release.Pod["containers"]!.AsArray().Concat(release.Pod["initContainers"]!.AsArray()))
        {
            ((bool)container!["securityContext"]!["readOnlyRootFilesystem"]!).ShouldBeTrue();
            ((bool)container["securityContext"]!["allowPrivilegeEscalation"]!).ShouldBeFalse();
            container["securityContext"]!["capabilities"]!["drop"]![0]!.ToString().ShouldBe("ALL");
            container["resources"]!["limits"]!["memory"].ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData("extraArgs.staticPrefix=/mlf")]
    [InlineData("extraArgs.static-prefix=/mlf/")]
    [InlineData("extraArgs.static_prefix=/mlf")]
    [InlineData("extraEnvVars.MLFLOW_STATIC_PREFIX=/mlf")]
    public async Task Probes_FollowTheStaticPrefix(string set)
    {
        var release = await Chart.RenderAsync(
            null,
            set,
            "serviceMonitor.enabled=true",
            "ingress.enabled=true",
            "ingress.hosts[0].host=a.example"
        );
        release.Container["startupProbe"]!["httpGet"]!["path"]!.ToString().ShouldBe("/mlf/health");
        release.Container["livenessProbe"]!["httpGet"]!["path"]!.ToString().ShouldBe("/mlf/health");
        release.Container["readinessProbe"]!["httpGet"]!["path"]!.ToString().ShouldBe("/mlf/health/ready");
        release.One("ServiceMonitor")["spec"]!["endpoints"]![0]!["path"]!.ToString().ShouldBe("/mlf/metrics");
        release.One("Ingress")["spec"]!["rules"]![0]!["http"]!["paths"]![0]!["path"]!.ToString().ShouldBe("/mlf/");
    }

    [Fact]
    public async Task AllowedHosts_AreTheNamesOfServiceIngressAndRoute()
    {
        var release = await Chart.RenderAsync(
            null,
            "ingress.enabled=true",
            "ingress.hosts[0].host=mlflow.example.com",
            "httpRoute.enabled=true",
            "httpRoute.parentRefs[0].name=gw",
            "httpRoute.hostnames[0]=route.example.com"
        );
        var hosts = release.Plain["MLFLOW_SERVER_ALLOWED_HOSTS"].Split(',');
        string[] expected =
        [
            "localhost",
            "mlflow",
            "mlflow.mlflow",
            "mlflow.mlflow.svc",
            "mlflow.mlflow.svc.cluster.local",
            "mlflow.example.com",
            "route.example.com",
        ];
        expected.ShouldAllBe(host => hosts.Contains(host));
        release.Plain["MLFLOW_SERVER_CORS_ALLOWED_ORIGINS"].Split(',').ShouldContain("https://mlflow.example.com");
        (await Chart.RenderAsync(null, "serverAllowedHosts={a.example,b.example}"))
            .Plain["MLFLOW_SERVER_ALLOWED_HOSTS"]
            .ShouldBe("a.example,b.example");
    }

    [Fact]
    public async Task ExistingSecrets_AreReferredTo()
    {
        var release = await Chart.RenderAsync(
            null,
            [
                .. Chart.Azure,
                "backendStore.postgres.enabled=true",
                "backendStore.postgres.host=db",
                "backendStore.postgres.database=d",
                "backendStore.existingDatabaseSecret.name=db-login",
                "artifactRoot.azureBlob.existingSecret.name=blob",
                "artifactRoot.azureBlob.existingSecret.connectionStringKey=cs",
                "extraSecretNamesForEnvFrom={more}",
            ]
        );
        release.FromSecrets.ShouldBe(
            new Dictionary<string, string>
            {
                ["PGUSER"] = "db-login/username",
                ["PGPASSWORD"] = "db-login/password",
                ["AZURE_STORAGE_CONNECTION_STRING"] = "blob/cs",
            },
            ignoreOrder: true
        );
        release.Container["envFrom"]!.AsArray().Last()!["secretRef"]!["name"]!.ToString().ShouldBe("more");
        release.Variables.Keys.ShouldNotContain("PGPASSWORD");
    }

    [Fact]
    public async Task Telemetry_IsOffUntilItIsConfigured()
    {
        var off = await Chart.RenderAsync();
        off.Variables.Keys.ShouldNotContain(name =>
            name.StartsWith("OTEL_") || name.StartsWith("APPLICATIONINSIGHTS_")
        );
        var own = await Chart.RenderAsync(
            null,
            "otel.endpoint=http://collector:4318",
            "otel.protocol=http/protobuf",
            "azureMonitor.connectionString=InstrumentationKey=k"
        );
        own.Plain["OTEL_EXPORTER_OTLP_ENDPOINT"].ShouldBe("http://collector:4318");
        own.Plain["OTEL_EXPORTER_OTLP_PROTOCOL"].ShouldBe("http/protobuf");
        own.Secret["APPLICATIONINSIGHTS_CONNECTION_STRING"].ShouldBe("InstrumentationKey=k");
        var existing = await Chart.RenderAsync(
            null,
            "otel.endpoint=http://collector:4317",
            "otel.existingSecret.name=otlp",
            "azureMonitor.existingSecret.name=insights"
        );
        existing.FromSecrets.ShouldBe(
            new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_HEADERS"] = "otlp/otlp-headers",
                ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "insights/connection-string",
            },
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task WorkloadIdentity_ReachesAccountPodAndServer()
    {
        var release = await Chart.RenderAsync(
            null,
            [
                .. Chart.Azure,
                "azure.workloadIdentity.enabled=true",
                "azure.workloadIdentity.clientId=c",
                "azure.workloadIdentity.tenantId=t",
            ]
        );
        release.Plain["AZURE_CLIENT_ID"].ShouldBe("c");
        release.Plain["AZURE_TENANT_ID"].ShouldBe("t");
        release.One("ServiceAccount")["metadata"]!["annotations"]!["azure.workload.identity/tenant-id"]!
            .ToString()
            .ShouldBe("t");
        release.One("Deployment")["spec"]!["template"]!["metadata"]!["labels"]!
            ["azure.workload.identity/use"]
            .ShouldNotBeNull();
    }

    [Theory]
    [InlineData("wasbs", "", "wasbs://mlflow-artifacts@yourmlflowstorage.blob.core.windows.net")]
    [InlineData("abfss", "", "abfss://mlflow-artifacts@yourmlflowstorage.dfs.core.windows.net")]
    [InlineData(
        "abfss",
        "https://yourmlflowstorage.blob.core.chinacloudapi.cn/",
        "abfss://mlflow-artifacts@yourmlflowstorage.dfs.core.chinacloudapi.cn"
    )]
    [InlineData(
        "wasbs",
        "http://azurite:10000/yourmlflowstorage",
        "wasbs://mlflow-artifacts@yourmlflowstorage.blob.core.windows.net"
    )]
    public async Task AzureUri_FollowsSchemeAndCloud(string scheme, string endpoint, string expected) =>
        (
            await Chart.RenderAsync(
                null,
                [
                    .. Chart.Azure,
                    $"artifactRoot.azureBlob.scheme={scheme}",
                    $"artifactRoot.azureBlob.endpoint={endpoint}",
                ]
            )
        )
            .Plain["MLFLOW_DEFAULT_ARTIFACT_ROOT"]
            .ShouldBe(expected);

    [Fact]
    public async Task ChangedValues_RollThePods()
    {
        var first = Annotations(await Chart.RenderAsync(null, _remote));
        var second = Annotations(await Chart.RenderAsync(null, [.. _remote, "backendStore.postgres.password=other"]));
        second.ShouldNotBe(first);

        static string Annotations(Manifests release) =>
            release.One("Deployment")["spec"]!["template"]!["metadata"]!["annotations"]!.ToJsonString();
    }

    [Fact]
    public async Task ExtraValues_WinAndSecretsStaySecret()
    {
        var release = await Chart.RenderAsync(
            """
            extraEnvVars: {MLFLOW_LOGGING_LEVEL: DEBUG, MY_TOKEN: t, MLFLOW_REGISTRY_STORE_URI: "postgresql://u:p@h/d", OTEL_EXPORTER_OTLP_TRACES_HEADERS: "key=k", MY_DATABASE: "postgresql://h/d?user=u&password=p", EMPTY: "", NUMBER: 3}
            extraArgs: {xFrameOptions: DENY, workers: 4}
            extraFlags: [artifactsOnly]
            """
        );
        release.Plain["MLFLOW_LOGGING_LEVEL"].ShouldBe("DEBUG");
        release.Plain["NUMBER"].ShouldBe("3");
        release
            .Secret.Keys.Order()
            .ShouldBe(["MLFLOW_REGISTRY_STORE_URI", "MY_DATABASE", "MY_TOKEN", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"]);
        release.Variables.Keys.ShouldNotContain("EMPTY");
        release.Container["args"]!
            .AsArray()
            .Select(a => a!.ToString())
            .ShouldBe(["server", "--workers=4", "--x-frame-options=DENY", "--artifacts-only"]);
    }

    [Fact]
    public async Task EverythingElse_Renders()
    {
        var release = await Chart.RenderAsync(
            """
            autoscaling: {enabled: true, behavior: {scaleDown: {stabilizationWindowSeconds: 60}}}
            podDisruptionBudget: {enabled: true, maxUnavailable: 1}
            networkPolicy: {enabled: true, ingressFrom: [{namespaceSelector: {}}], egress: [{}]}
            topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}]
            extraDeploy:
              - {apiVersion: v1, kind: ConfigMap, metadata: {name: "{{ .Release.Name }}-extra"}}
              - |
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: {{ include "cairn.fullname" . }}-text}
            extraContainers: [{name: side, image: side}]
            initContainers: [{name: first, image: first}]
            nodeSelector: {pool: cpu}
            tolerations: [{key: spot, operator: Exists}]
            affinity: {nodeAffinity: {}}
            priorityClassName: high
            imagePullSecrets: [{name: registry}]
            podAnnotations: {note: pod}
            podLabels: {team: ml}
            extraVolumes: [{name: v, emptyDir: {}}]
            extraVolumeMounts: [{name: v, mountPath: /v}]
            backendStore: {databaseConnectionCheck: true}
            """,
            _remote
        );
        var autoscaler = release.One("HorizontalPodAutoscaler");
        autoscaler["apiVersion"]!.ToString().ShouldBe("autoscaling/v2");
        autoscaler["spec"]!["metrics"]!.AsArray().Count.ShouldBe(2, "memory and CPU");
        ((int)autoscaler["spec"]!["behavior"]!["scaleDown"]!["stabilizationWindowSeconds"]!).ShouldBe(60);
        release.One("Deployment")["spec"]!["replicas"].ShouldBeNull("the autoscaler decides");
        release.One("PodDisruptionBudget")["spec"]!["minAvailable"].ShouldBeNull();
        release.One("NetworkPolicy")["spec"]!["policyTypes"]!.AsArray().Count.ShouldBe(2);
        release
            .Of("ConfigMap")
            .Select(m => m["metadata"]!["name"]!.ToString())
            .ShouldBe(["mlflow-env", "mlflow-extra", "mlflow-text"], ignoreOrder: true);
        release.Pod["containers"]!.AsArray().Count.ShouldBe(2);
        release.Pod["initContainers"]!
            .AsArray()
            .Select(c => c!["name"]!.ToString())
            .ShouldBe(["wait-for-database", "migrate", "first"]);
        release.Pod["topologySpreadConstraints"]![0]!["topologyKey"]!.ToString().ShouldBe("zone");
        release.Pod["nodeSelector"]!["pool"]!.ToString().ShouldBe("cpu");
        release.Pod["tolerations"]![0]!["key"]!.ToString().ShouldBe("spot");
        release.Pod["affinity"]!["nodeAffinity"].ShouldNotBeNull();
        release.Pod["priorityClassName"]!.ToString().ShouldBe("high");
        release.Pod["imagePullSecrets"]![0]!["name"]!.ToString().ShouldBe("registry");
        release.Pod["volumes"]!.AsArray().Select(v => v!["name"]!.ToString()).ShouldContain("v");
        release.Container["volumeMounts"]!.AsArray().Select(v => v!["mountPath"]!.ToString()).ShouldContain("/v");
        var pod = release.One("Deployment")["spec"]!["template"]!["metadata"]!;
        pod["labels"]!["team"]!.ToString().ShouldBe("ml");
        pod["annotations"]!["note"]!.ToString().ShouldBe("pod");
    }

    [Fact]
    public async Task EveryVariable_IsOneThatCairnReads()
    {
        var source = string.Concat(
            Directory
                .EnumerateFiles(Repository.At("src"), "*.cs", SearchOption.AllDirectories)
                .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
                .Select(File.ReadAllText)
        );
        var release = await Chart.RenderAsync(
            null,
            [
                .. _remote,
                "artifactRoot.azureBlob.connectionString=c",
                "artifactRoot.azureBlob.createContainer=true",
                "artifactRoot.azureBlob.endpoint=https://x.example",
                "azure.workloadIdentity.enabled=true",
                "azure.workloadIdentity.clientId=c",
                "azure.workloadIdentity.tenantId=t",
                "artifactRoot.proxiedArtifactStorage=true",
                "artifactRoot.defaultArtifactRoot=mlflow-artifacts:/x",
                "ingress.enabled=true",
                "ingress.hosts[0].host=a.example",
            ]
        );
        var templates = string.Concat(
            Directory.EnumerateFiles(Path.Combine(Chart.Folder, "templates")).Select(File.ReadAllText)
        );
        var names = release
            .Variables.Keys.Concat(MappedVariable().Matches(templates).Select(m => m.Groups[1].Value))
            .Distinct();
        names.ShouldAllBe(name => source.Contains($"\"{name}\""));
    }

    [GeneratedRegex("secretEnv\" \\(list \"([A-Z_]+)\"")]
    private static partial Regex MappedVariable();
}
