using System.Text.Json.Nodes;

namespace Cairn.ConformanceTests.Recorded;

/// <summary>
/// A recorded conversation with a real MLflow server: requests, and the answers that it gave. Names in <c>{{…}}</c> stand in
/// requests for values bound earlier, <c>&lt;&lt;…&gt;&gt;</c> in answers for values that differ from run to run.
/// </summary>
internal sealed class RecordedCase
{
    private readonly JsonObject _json;

    private RecordedCase(JsonObject json) => _json = json;

    /// <summary>The folder of the recordings beside the test assembly.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Recorded", "Cases");

    /// <summary>Behaviour of MLflow that is not worth copying.</summary>
    public bool IsQuirk => _json.ContainsKey("quirk");

    /// <summary>A server setup that the case needs, such as <c>static-prefix</c>; empty for none.</summary>
    public string Requires => (string?)_json["requires"] ?? "";

    /// <summary>The backend that the case holds for; null for any.</summary>
    public string? Backend => (string?)_json["backend"];

    /// <summary>Setup and steps: all of them are checked.</summary>
    public IEnumerable<JsonObject> Steps => List("setup").Concat(List("steps"));

    public static RecordedCase Load(string name) =>
        new(JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!.AsObject());

    /// <summary>The cases of some areas that hold for a server, as <c>area/name</c>.</summary>
    public static IEnumerable<string> Names(IEnumerable<string> areas, string backend, string requires = "") =>
        from area in areas
        from file in Directory.EnumerateFiles(Path.Combine(Folder, area), "*.json").Order(StringComparer.Ordinal)
        let name = $"{area}/{Path.GetFileNameWithoutExtension(file)}"
        let recorded = Load(name)
        where !recorded.IsQuirk && !recorded.CallsWhatIsNotServed && recorded.Requires == requires && (recorded.Backend ?? backend) == backend
        select name;

    /// <summary>Whether a request goes to a part of MLflow's server that Cairn does not have: GraphQL and the trace collector.</summary>
    private bool CallsWhatIsNotServed => Steps.Any(step => (string)step["request"]!["path"]! is "/graphql" or "/v1/traces");

    private IEnumerable<JsonObject> List(string part) => (_json[part]?.AsArray() ?? []).Select(step => step!.AsObject());
}
