using System.Text.Json.Nodes;

namespace Cairn.ConformanceTests.Recorded;

/// <summary>
/// A recorded conversation with a real MLflow server: requests, and the answers that it gave. Names in <c>{{…}}</c>
/// stand in
/// requests for values bound earlier, <c>&lt;&lt;…&gt;&gt;</c> in answers for values that differ from run to run.
/// </summary>
internal sealed class RecordedCase
{
    private readonly JsonObject _json;

    private RecordedCase(JsonObject json) => _json = json;

    /// <summary>The folder of MLflow's answers, beside the test assembly.</summary>
    public const string OfMlflow = "Cases";

    /// <summary>
    /// The folder of the answers that Cairn gives where MLflow's are not worth copying, to the same requests.
    /// </summary>
    public const string OfCairn = "Differences";

    /// <summary>Behaviour of MLflow that is not worth copying.</summary>
    public bool IsQuirk => _json.ContainsKey("quirk");

    /// <summary>A server setup that the case needs, such as <c>static-prefix</c>; empty for none.</summary>
    public string Requires => (string?)_json["requires"] ?? "";

    /// <summary>The backend that the case holds for; null for any.</summary>
    public string? Backend => (string?)_json["backend"];

    /// <summary>Setup and steps: all of them are checked.</summary>
    public IEnumerable<JsonObject> Steps => List("setup").Concat(List("steps"));

    public static RecordedCase Load(string name, string folder = OfMlflow) =>
        new(JsonNode.Parse(File.ReadAllText(Path.Combine(Root(folder), name + ".json")))!.AsObject());

    /// <summary>The cases of some areas that hold for a server, as <c>area/name</c>.</summary>
    public static IEnumerable<string> Names(IEnumerable<string> areas, string backend, string requires = "") =>
        from name in areas.SelectMany(area => Names(area))
        let recorded = Load(name)
        where
            !recorded.IsQuirk
            && !recorded.CallsWhatIsNotServed
            && recorded.Requires == requires
            && (recorded.Backend ?? backend) == backend
        select name;

    /// <summary>All of an area, as <c>area/name</c>.</summary>
    public static IEnumerable<string> Names(string area, string folder = OfMlflow) =>
        Directory
            .EnumerateFiles(Path.Combine(Root(folder), area), "*.json")
            .Order(StringComparer.Ordinal)
            .Select(file => $"{area}/{Path.GetFileNameWithoutExtension(file)}");

    private static string Root(string folder) => Path.Combine(AppContext.BaseDirectory, "Recorded", folder);

    /// <summary>
    /// Whether a request goes to a part of MLflow's server that Cairn does not have: the trace collector.
    /// </summary>
    private bool CallsWhatIsNotServed => Steps.Any(step => (string)step["request"]!["path"]! is "/v1/traces");

    private IEnumerable<JsonObject> List(string part) =>
        (_json[part]?.AsArray() ?? []).Select(step => step!.AsObject());
}
