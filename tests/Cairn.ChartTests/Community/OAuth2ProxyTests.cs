using System.Text.Json.Nodes;

namespace Cairn.ChartTests;

/// <summary>oauth2-proxy beside the server.</summary>
public sealed class OAuth2ProxyTests
{
    private const string Values = """
        oauth2Proxy:
          enabled: true
          createSecret: true
          cookieSecret: 0123456789abcdef
          provider:
            {name: oidc, issuerURL: https://id.example, clientID: c, clientSecret: s, redirectURL: https://m.example/oauth2/callback}
          extraEnv: {OAUTH2_PROXY_SCOPE: openid}
        """;

    [Fact]
    public async Task Service_LeadsToTheProxyAndTheProxyToTheServer()
    {
        var release = await Chart.RenderAsync(Values);
        var proxy = Proxy(release);
        release.One("Service")["spec"]!["ports"]![0]!["targetPort"]!.ToString().ShouldBe("oauth2-proxy");
        ((int)proxy["ports"]![0]!["containerPort"]!).ShouldBe(4180);
        proxy["image"]!.ToString().ShouldBe("quay.io/oauth2-proxy/oauth2-proxy:v7.15.4");
        proxy["args"]!
            .AsArray()
            .Select(a => a!.ToString())
            .ShouldBe([
                "--http-address=0.0.0.0:4180",
                "--upstream=http://127.0.0.1:5000",
                "--provider=oidc",
                "--oidc-issuer-url=https://id.example",
                "--redirect-url=https://m.example/oauth2/callback",
                "--cookie-secure=true",
                "--cookie-samesite=lax",
            ]);
        ((bool)proxy["securityContext"]!["readOnlyRootFilesystem"]!).ShouldBeTrue();
        proxy["env"]!.AsArray().Last()!["value"]!.ToString().ShouldBe("openid");
    }

    [Fact]
    public async Task Secret_IsMadeOnlyOnRequest()
    {
        var made = (await Chart.RenderAsync(Values))
            .Of("Secret")
            .Single(s => s["metadata"]!["name"]!.ToString() == "mlflow-oauth2-proxy-secret");
        made["stringData"]!["client-id"]!.ToString().ShouldBe("c");
        made["stringData"]!["client-secret"]!.ToString().ShouldBe("s");
        made["stringData"]!["cookie-secret"]!.ToString().ShouldBe("0123456789abcdef");

        var existing = await Chart.RenderAsync(
            null,
            "oauth2Proxy.enabled=true",
            "oauth2Proxy.existingSecret.name=mine",
            "oauth2Proxy.existingSecret.clientIDKey=id"
        );
        existing.Of("Secret").Count.ShouldBe(1);
        var id = Proxy(existing)["env"]![0]!["valueFrom"]!["secretKeyRef"]!;
        (id["name"]!.ToString(), id["key"]!.ToString()).ShouldBe(("mine", "id"));
    }

    [Fact]
    public async Task NetworkPolicy_OpensTheProxyAndTheScrapeOnly()
    {
        var release = await Chart.RenderAsync(
            Values,
            "networkPolicy.enabled=true",
            "serviceMonitor.enabled=true",
            "serviceMonitor.namespace=monitoring"
        );
        var rules = release.One("NetworkPolicy")["spec"]!["ingress"]!.AsArray();
        rules.Select(r => r!["ports"]![0]!["port"]!.ToString()).ShouldBe(["oauth2-proxy", "mlflow"]);
        rules[1]!["from"]![0]!["namespaceSelector"]!["matchLabels"]!["kubernetes.io/metadata.name"]!
            .ToString()
            .ShouldBe("monitoring");
        release.One("ServiceMonitor")["spec"]!["endpoints"]![0]!["targetPort"]!.ToString().ShouldBe("mlflow");
    }

    private static JsonNode Proxy(Manifests release) =>
        release.Pod["containers"]!.AsArray().Single(c => c!["name"]!.ToString() == "oauth2-proxy")!;
}
