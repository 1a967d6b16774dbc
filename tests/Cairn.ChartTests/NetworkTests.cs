namespace Cairn.ChartTests;

/// <summary>How a release is reached, and what it may reach.</summary>
public sealed class NetworkTests
{
    [Fact]
    public async Task Service_IsNamedAfterTheReleaseAndLeadsToThePods()
    {
        var release = await Chart.RenderAsync(
            null,
            "service.type=LoadBalancer",
            "service.port=8080",
            "service.containerPort=5001",
            "service.annotations.internal=yes"
        );
        var service = release.One("Service");
        service["metadata"]!["name"]!.ToString().ShouldBe("mlflow");
        service["metadata"]!["annotations"]!["internal"]!.ToString().ShouldBe("yes");
        service["spec"]!["type"]!.ToString().ShouldBe("LoadBalancer");
        var port = service["spec"]!["ports"]!.AsArray().ShouldHaveSingleItem()!;
        ((int)port["port"]!).ShouldBe(8080);
        port["targetPort"]!.ToString().ShouldBe(release.Container["ports"]![0]!["name"]!.ToString());
        ((int)release.Container["ports"]![0]!["containerPort"]!).ShouldBe(5001);
        release.Plain["MLFLOW_PORT"].ShouldBe("5001");
        var labels = release.One("Deployment")["spec"]!["template"]!["metadata"]!["labels"]!;
        service["spec"]!["selector"]!.AsObject().ShouldAllBe(s => labels[s.Key]!.ToString() == s.Value!.ToString());
    }

    [Fact]
    public async Task Ingress_LeadsToTheServicesPort()
    {
        var release = await Chart.RenderAsync(
            null,
            "ingress.enabled=true",
            "ingress.className=nginx",
            "ingress.hosts[0].host=a.example",
            "ingress.tls[0].secretName=tls",
            "ingress.tls[0].hosts[0]=a.example",
            "service.name=web"
        );
        var spec = release.One("Ingress")["spec"]!;
        spec["ingressClassName"]!.ToString().ShouldBe("nginx");
        spec["tls"]![0]!["secretName"]!.ToString().ShouldBe("tls");
        spec["rules"]![0]!["http"]!["paths"]![0]!["backend"]!["service"]!["port"]!["name"]!
            .ToString()
            .ShouldBe(release.One("Service")["spec"]!["ports"]![0]!["name"]!.ToString());
    }

    [Fact]
    public async Task HttpRoute_AttachesToItsGatewayBelowThePrefix()
    {
        var release = await Chart.RenderAsync(
            null,
            "httpRoute.enabled=true",
            "httpRoute.parentRefs[0].name=gateway",
            "httpRoute.parentRefs[0].namespace=infra",
            "httpRoute.hostnames[0]=a.example",
            "extraArgs.staticPrefix=/mlf"
        );
        var route = release.One("HTTPRoute");
        route["apiVersion"]!.ToString().ShouldBe("gateway.networking.k8s.io/v1");
        route["spec"]!["parentRefs"]![0]!["namespace"]!.ToString().ShouldBe("infra");
        route["spec"]!["hostnames"]![0]!.ToString().ShouldBe("a.example");
        var rule = route["spec"]!["rules"]![0]!;
        rule["matches"]![0]!["path"]!["value"]!.ToString().ShouldBe("/mlf");
        rule["backendRefs"]![0]!["name"]!.ToString().ShouldBe("mlflow");
        ((int)rule["backendRefs"]![0]!["port"]!).ShouldBe(80);
    }

    [Fact]
    public async Task ServiceMonitor_NamesThePortOfTheServiceItSelects()
    {
        var release = await Chart.RenderAsync(
            null,
            "serviceMonitor.enabled=true",
            "serviceMonitor.namespace=monitoring",
            "serviceMonitor.labels.release=prometheus",
            "serviceMonitor.useServicePort=true",
            "service.name=web"
        );
        var monitor = release.One("ServiceMonitor");
        monitor["metadata"]!["namespace"]!.ToString().ShouldBe("monitoring");
        monitor["metadata"]!["labels"]!["release"]!.ToString().ShouldBe("prometheus");
        monitor["spec"]!["namespaceSelector"]!["matchNames"]![0]!.ToString().ShouldBe("mlflow");
        monitor["spec"]!["endpoints"]![0]!["port"]!.ToString().ShouldBe("web");
        var labels = release.One("Service")["metadata"]!["labels"]!;
        monitor["spec"]!["selector"]!["matchLabels"]!
            .AsObject()
            .ShouldAllBe(s => labels[s.Key]!.ToString() == s.Value!.ToString());
    }

    [Fact]
    public async Task NetworkPolicy_OpensThePortToThosePeersAlone()
    {
        var release = await Chart.RenderAsync(
            "networkPolicy: {enabled: true, ingressFrom: [{podSelector: {matchLabels: {app: proxy}}}]}"
        );
        var spec = release.One("NetworkPolicy")["spec"]!;
        spec["policyTypes"]!.AsArray().Select(t => t!.ToString()).ShouldBe(["Ingress"]);
        spec["ingress"]![0]!["ports"]![0]!["port"]!
            .ToString()
            .ShouldBe(release.Container["ports"]![0]!["name"]!.ToString());
        spec["ingress"]![0]!["from"]![0]!["podSelector"]!["matchLabels"]!["app"]!.ToString().ShouldBe("proxy");
    }
}
