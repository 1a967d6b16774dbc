using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace Cairn.ChartTests;

/// <summary>Values as such: the schema knows each of them and no other, and an empty one is an unset one.</summary>
public sealed class ValuesTests
{
    // Parts that Kubernetes gets as they are.
    private static readonly string[] _passedOn = ["resources", "podSecurityContext", "securityContext", "oauth2Proxy"];

    // Everything that the emptied values have an effect on.
    private static readonly string[] _all =
    [
        .. Chart.Postgres,
        .. Chart.Azure,
        "backendStore.existingDatabaseSecret.name=login",
        "azure.servicePrincipal.existingSecret.name=principal",
        "otel.endpoint=http://collector:4317",
        "otel.existingSecret.name=headers",
        "azureMonitor.existingSecret.name=insights",
        "ingress.enabled=true",
        "ingress.hosts[0].host=a.example",
        "serviceMonitor.enabled=true",
        "autoscaling.enabled=true",
        "networkPolicy.enabled=true",
    ];

    private static readonly JsonNode _values = JsonSerializer.SerializeToNode(
        new DeserializerBuilder()
            .WithAttemptingUnquotedStringTypeDeserialization()
            .Build()
            .Deserialize<object>(File.ReadAllText(Path.Combine(Chart.Folder, "values.yaml")))
    )!;

    [Fact]
    public void Schema_KnowsEveryValueAndNoOther()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Chart.Folder, "values.schema.json")))!;
        Compare(_values.AsObject(), schema, "").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Value_ThatIsEmpty_IsTheDefault(bool all)
    {
        var emptied = Texts(_values.AsObject(), "").Where(path => !_passedOn.Contains(path.Split('.')[0])).ToList();
        emptied.ShouldContain("log.level");
        string[] sets = all ? _all : [];
        var written = string.Concat((await Chart.RenderAsync(null, sets)).All.Select(m => m.ToJsonString()));
        var unset = string.Concat(
            (
                await Chart.RenderAsync(
                    null,
                    [
                        .. emptied.Where(path => !sets.Any(s => s.StartsWith(path + "="))).Select(path => path + "="),
                        .. sets,
                    ]
                )
            ).All.Select(m => m.ToJsonString())
        );
        unset.ShouldBe(written);
    }

    [Fact]
    public async Task Entry_ThatIsEmpty_IsLeftOut()
    {
        var release = await Chart.RenderAsync(
            """
            extraArgs: {staticPrefix: "", host: "", port: null}
            extraFlags: [""]
            extraSecretNamesForEnvFrom: [""]
            serverAllowedHosts: [""]
            corsAllowedOrigins: [""]
            serviceAccount: {annotations: {azure.workload.identity/client-id: ""}}
            """
        );
        release.Container["args"]!.AsArray().Select(a => a!.ToString()).ShouldBe(["server"]);
        release.Container["envFrom"]!.AsArray().Count.ShouldBe(2);
        release.Plain["MLFLOW_SERVER_ALLOWED_HOSTS"].ShouldContain("mlflow.mlflow.svc");
        release.One("ServiceAccount")["metadata"]!["annotations"].ShouldBeNull();
    }

    private static IEnumerable<string> Compare(JsonObject values, JsonNode schema, string at)
    {
        var known = schema["properties"]?.AsObject();
        if (known is null)
        {
            if (values.Count > 0 && !_passedOn.Contains(at))
            {
                yield return $"{at} takes anything";
            }

            yield break;
        }

        if (schema["additionalProperties"] is not JsonValue extra || (bool)extra)
        {
            yield return $"{at} lets typos through";
        }

        foreach (
            var name in known
                .Select(k => k.Key)
                .Except(values.Select(v => v.Key))
                .Where(name => (at, name) != ("", "global"))
                .Where(name => !Community.IsForeign(at.Length == 0 ? name : $"{at}.{name}"))
        )
        {
            yield return $"{at}.{name} is in the schema only";
        }

        foreach (var (name, value) in values)
        {
            var path = at.Length == 0 ? name : $"{at}.{name}";
            if (known[name] is not { } part)
            {
                yield return $"{path} is not in the schema";
            }
            else if (value is JsonObject inner)
            {
                foreach (var problem in Compare(inner, part, path))
                {
                    yield return problem;
                }
            }
        }
    }

    private static IEnumerable<string> Texts(JsonObject values, string at) =>
        values.SelectMany(v =>
            v.Value switch
            {
                JsonObject inner => Texts(inner, $"{at}{v.Key}."),
                JsonValue value when value.GetValueKind() == JsonValueKind.String && value.ToString().Length > 0 =>
                [
                    at + v.Key,
                ],
                _ => [],
            }
        );
}
