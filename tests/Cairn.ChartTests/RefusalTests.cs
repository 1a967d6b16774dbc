using System.Reflection;
using Cairn.UnitTests.Docs;

namespace Cairn.ChartTests;

/// <summary>What cannot work fails the render, with one message that says what to do.</summary>
public sealed class RefusalTests
{
    private static IEnumerable<Trouble> Troubles =>
        Trouble
            .ReadAll(File.ReadAllText(Repository.At("docs", "azure.md")))
            .Where(t => t.Section == Trouble.OfTheChart);

    private const string Postgres =
        "backendStore.postgres.enabled=true,backendStore.postgres.host=db,backendStore.postgres.database=d,backendStore.postgres.user=u";
    private const string Entra =
        Postgres
        + ",backendStore.postgres.azureAuth=true,azure.workloadIdentity.enabled=true,azure.workloadIdentity.clientId=c";
    private const string Azure =
        "artifactRoot.azureBlob.enabled=true,artifactRoot.azureBlob.container=one,artifactRoot.azureBlob.storageAccount=acc";

    [Theory]
    [InlineData("backendStore.postgres.enabled=true", "needs backendStore.postgres.host")]
    [InlineData(
        "backendStore.postgres.enabled=true,backendStore.postgres.host=h",
        "needs backendStore.postgres.database"
    )]
    [InlineData(
        "backendStore.postgres.enabled=true,backendStore.postgres.host=h,backendStore.postgres.database=d",
        "needs backendStore.postgres.user"
    )]
    [InlineData(Postgres + ",extraEnvVars.MLFLOW_BACKEND_STORE_URI=postgresql://other/d", "name two databases")]
    [InlineData("backendStore.defaultSqlitePath=mlflow.db", "Set an absolute path in a folder that is kept")]
    [InlineData("backendStore.defaultSqlitePath=/mlflow.db", "Set an absolute path in a folder that is kept")]
    [InlineData("backendStore.defaultSqlitePath=/tmp/a/mlflow.db", "Set an absolute path in a folder that is kept")]
    [InlineData("artifactRoot.defaultArtifactRoot=/mnt/runs", "write to a folder of their own")]
    [InlineData("artifactRoot.defaultArtifactsDestination=runs", "Set a URI or the absolute path of a folder")]
    [InlineData("serverHost=127.0.0.1", "use 0.0.0.0 or [::]")]
    [InlineData("service.enabled=false,serviceMonitor.enabled=true", "service.enabled=false removes the Service")]
    [InlineData("serviceMonitor.telemetryPath=/prom", "leave telemetryPath at /metrics")]
    [InlineData("oauth2Proxy.enabled=true", "needs a Secret")]
    [InlineData("oauth2Proxy.enabled=true,oauth2Proxy.createSecret=true", "needs oauth2Proxy.provider.clientID")]
    [InlineData(
        "oauth2Proxy.enabled=true,oauth2Proxy.createSecret=true,oauth2Proxy.existingSecret.name=s",
        "exclude each other"
    )]
    [InlineData(
        "oauth2Proxy.enabled=true,oauth2Proxy.existingSecret.name=s,oauth2Proxy.listenPort=5000",
        "set two ports"
    )]
    [InlineData(
        "oauth2Proxy.enabled=true,oauth2Proxy.existingSecret.name=s,"
            + "serviceMonitor.enabled=true,serviceMonitor.useServicePort=true",
        "asks for a login"
    )]
    [InlineData("autoscaling.enabled=true", "SQLite serves one only")]
    [InlineData("migration.mode=job", "use migration.mode=init")]
    [InlineData(Postgres + ",replicaCount=2", "cannot share artifacts")]
    [InlineData(
        Postgres + "," + Azure + ",autoscaling.enabled=true,autoscaling.minReplicas=9",
        "larger than autoscaling.maxReplicas"
    )]
    [InlineData("artifactRoot.azureBlob.enabled=true", "needs artifactRoot.azureBlob.container")]
    [InlineData(
        "artifactRoot.azureBlob.enabled=true,artifactRoot.azureBlob.container=one",
        "needs artifactRoot.azureBlob.storageAccount"
    )]
    [InlineData(
        Azure + ",extraEnvVars.MLFLOW_ARTIFACT_ROOT=wasbs://two@acc.blob.core.windows.net",
        "names the container 'two'"
    )]
    [InlineData(
        Azure + ",extraEnvVars.MLFLOW_ARTIFACT_ROOT=wasbs://one@other.blob.core.windows.net",
        "names the account 'other'"
    )]
    [InlineData(Azure + ",extraEnvVars.MLFLOW_ARTIFACT_ROOT=/data/x", "give wasbs://")]
    [InlineData(
        Azure + ",artifactRoot.azureBlob.existingSecret.name=s",
        "needs accessKeyKey, connectionStringKey or sasTokenKey"
    )]
    [InlineData("azure.workloadIdentity.enabled=true", "az identity show")]
    [InlineData(
        "azure.workloadIdentity.enabled=true,azure.workloadIdentity.clientId=c,serviceAccount.create=false",
        "needs a service account"
    )]
    [InlineData(
        "azure.workloadIdentity.enabled=true,azure.workloadIdentity.clientId=c,azure.managedIdentity.clientId=d",
        "set one"
    )]
    [InlineData(Entra + ",migration.mode=job", "--subject system:serviceaccount:mlflow:mlflow-migration")]
    [InlineData(Entra + ",migration.mode=job,migration.serviceAccount.name=mlflow", "made after the hook ran")]
    [InlineData(Postgres + "," + Azure + ",migration.mode=job,migration.allowDowntime=true", "use migration.mode=init")]
    [InlineData("extraArgs.port=1", "would miss the probes")]
    [InlineData("extraArgs.HOST=1.1.1.1", "extraArgs.HOST would miss the probes")]
    [InlineData("extraArgs.staticPrefix=/a,extraArgs.static_prefix=/b", "are the same flag, --static-prefix")]
    [InlineData("extraArgs.staticPrefix=a", "begins with a slash, such as /a")]
    [InlineData("extraEnvVars.MLFLOW_STATIC_PREFIX=a", "begins with a slash, such as /a")]
    [InlineData(
        Azure + ",artifactRoot.azureBlob.accessKey=k,artifactRoot.azureBlob.connectionString=c",
        "exclude each other: set one"
    )]
    [InlineData(
        Azure
            + ",artifactRoot.azureBlob.accessKey=k,artifactRoot.azureBlob.existingSecret.name=s,artifactRoot.azureBlob.existingSecret.accessKeyKey=k",
        "exclude each other: set one"
    )]
    [InlineData("extraEnvVars.MLFLOW_PORT=1", "would miss the probes")]
    [InlineData("ingress.enabled=true", "needs ingress.hosts")]
    [InlineData("httpRoute.enabled=true", "needs httpRoute.parentRefs")]
    [InlineData("shutdownDelaySeconds=25", "it needs shutdownDelaySeconds (25) and ten more")]
    [InlineData("podDisruptionBudget.enabled=true", "runs one pod only")]
    [InlineData("otel.existingSecret.name=s", "set otel.endpoint")]
    [InlineData("azureMonitor.existingSecret.name=s,azureMonitor.connectionString=c", "set one")]
    public async Task Render_OfWhatCannotWork_SaysWhatToDo(string sets, string expected) =>
        (await Chart.FailAsync(null, sets)).ShouldContain(expected);

    [Theory]
    [InlineData(
        "another-container",
        Azure + ",extraEnvVars.MLFLOW_ARTIFACT_ROOT=wasbs://two@acc.blob.core.windows.net"
    )]
    [InlineData(
        "another-account",
        Azure + ",extraEnvVars.MLFLOW_ARTIFACT_ROOT=wasbs://one@other.blob.core.windows.net"
    )]
    [InlineData(
        "helm-runs-no-commands",
        "serviceAccount.annotations.azure\\.workload\\.identity/client-id=$(az aks show)"
    )]
    [InlineData("no-client-id", "azure.workloadIdentity.enabled=true")]
    [InlineData("hook-identity", Entra + ",migration.mode=job")]
    public async Task Refusal_PointsToItsRow(string row, string sets)
    {
        var trouble = Troubles.Single(t => t.Anchor == row);
        var text = await Chart.FailAsync(null, sets);
        trouble.Describes(text).ShouldBeTrue($"{text}\nis not\n{trouble.Message}");
        text.ShouldContain($"See docs/azure.md#{row}");
    }

    [Fact]
    public void Refusals_ThatHaveARow_AreTested()
    {
        var tested = typeof(RefusalTests)
            .GetMethod(nameof(Refusal_PointsToItsRow))!
            .GetCustomAttributes<InlineDataAttribute>()
            .Select(a => (string)a.Data[0]!);
        Troubles.Select(t => t.Anchor).Order().ShouldBe(tested.Order());
    }

    [Theory]
    [InlineData("replicaCount=two", "'/replicaCount'")]
    [InlineData("artifactroot.azureBlob.enabled=true", "'artifactroot' not allowed")]
    [InlineData("artifactRoot.azureBlob.acessKey=k", "'acessKey' not allowed")]
    [InlineData("artifactRoot.azureBlob.scheme=s3", "'/artifactRoot/azureBlob/scheme'")]
    [InlineData("artifactRoot.azureBlob.container=My_Container", "'/artifactRoot/azureBlob/container'")]
    [InlineData("migration.mode=never", "'/migration/mode'")]
    [InlineData("probes.startupSeconds=0", "'/probes/startupSeconds'")]
    [InlineData("log.level=loud", "'/log/level'")]
    [InlineData("service.containerPort=80", "'/service/containerPort'")]
    [InlineData("extraEnvVars.A-B=c", "A-B")]
    public async Task Render_OfATypo_NamesIt(string sets, string expected) =>
        (await Chart.FailAsync(null, sets)).ShouldContain(expected);
}
