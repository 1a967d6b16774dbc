using System.Text.Json.Nodes;

namespace Cairn.ChartTests.Pods;

/// <summary>A container's variables, from where its manifest takes them.</summary>
internal static class PodEnvironment
{
    /// <summary>envFrom in its order, then env over it; an optional key that is missing sets nothing.</summary>
    public static Dictionary<string, string> Of(
        JsonNode container,
        Manifests release,
        IReadOnlyDictionary<string, string> secrets
    )
    {
        var environment = new Dictionary<string, string>();
        foreach (var source in container["envFrom"]!.AsArray())
        {
            var kind = source!["configMapRef"] is null ? "Secret" : "ConfigMap";
            var name = (source["configMapRef"] ?? source["secretRef"])!["name"]!.ToString();
            var manifest = release.All.SingleOrDefault(m =>
                m["kind"]!.ToString() == kind && m["metadata"]!["name"]!.ToString() == name
            );
            var data = manifest is null
                ? Foreign(secrets, name)
                : (manifest["data"] ?? manifest["stringData"])!
                    .AsObject()
                    .Select(p => KeyValuePair.Create(p.Key, p.Value!.ToString()));
            foreach (var (key, value) in data)
            {
                environment[key] = value;
            }
        }

        foreach (var entry in container["env"]?.AsArray() ?? [])
        {
            var reference = entry!["valueFrom"]!["secretKeyRef"]!;
            var key = $"{reference["name"]}/{reference["key"]}";
            if (secrets.TryGetValue(key, out var value))
            {
                environment[entry["name"]!.ToString()] = value;
            }
            else
            {
                ((bool?)reference["optional"]).ShouldBe(true, $"the pod would wait for the Secret {key}");
            }
        }

        return environment;
    }

    private static IEnumerable<KeyValuePair<string, string>> Foreign(
        IReadOnlyDictionary<string, string> secrets,
        string name
    ) =>
        secrets
            .Where(s => s.Key.StartsWith(name + "/", StringComparison.Ordinal))
            .Select(s => KeyValuePair.Create(s.Key[(name.Length + 1)..], s.Value));
}
