using System.Text.Json.Nodes;

namespace Cairn.ChartTests;

/// <summary>What Helm rendered.</summary>
/// <param name="All">Every manifest.</param>
internal sealed record Manifests(IReadOnlyList<JsonObject> All)
{
    /// <summary>The one Deployment's pod.</summary>
    public JsonNode Pod => One("Deployment")["spec"]!["template"]!["spec"]!;

    /// <summary>The container that serves.</summary>
    public JsonNode Container => Pod["containers"]![0]!;

    /// <summary>The one manifest of a kind.</summary>
    public JsonObject One(string kind) => All.Single(m => (string?)m["kind"] == kind);

    /// <summary>All manifests of a kind.</summary>
    public IReadOnlyList<JsonObject> Of(string kind) => [.. All.Where(m => (string?)m["kind"] == kind)];

    /// <summary>The variables that the server gets from the chart's ConfigMap and Secret.</summary>
    public IReadOnlyDictionary<string, string> Variables => Plain.Concat(Secret).ToDictionary();

    /// <summary>The variables of the ConfigMap.</summary>
    public IReadOnlyDictionary<string, string> Plain => Data("ConfigMap", "data");

    /// <summary>The variables of the Secret.</summary>
    public IReadOnlyDictionary<string, string> Secret => Data("Secret", "stringData");

    /// <summary>
    /// The variables that come from other Secrets: name to "secret/key", with a question mark when it may be missing.
    /// </summary>
    public IReadOnlyDictionary<string, string> FromSecrets =>
        (Container["env"]?.AsArray() ?? []).ToDictionary(
            e => (string)e!["name"]!,
            e =>
                e!["valueFrom"]!["secretKeyRef"] is var r && (bool?)r!["optional"] == true
                    ? $"{r["name"]}/{r["key"]}?"
                    : $"{r["name"]}/{r["key"]}"
        );

    private Dictionary<string, string> Data(string kind, string field) =>
        All.Single(m => (string?)m["kind"] == kind && (string?)m["metadata"]!["name"] == "mlflow-env")[field]!
            .AsObject()
            .ToDictionary(p => p.Key, p => p.Value!.ToString());
}
