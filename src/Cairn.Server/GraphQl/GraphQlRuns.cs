using System.Text.Json;

namespace Cairn.Server.GraphQl;

/// <summary>What is looked up for the runs of one response: their experiments and their registered versions.</summary>
internal sealed class GraphQlRuns
{
    private const string Experiment = "experiment";
    private const string ModelVersions = "modelVersions";

    private readonly Dictionary<string, JsonElement?> _experiments = [];
    private ILookup<string, JsonElement>? _versions;

    /// <summary>Looks up what is selected: each experiment once, and the versions of all runs together.</summary>
    /// <param name="response">The response of a root field.</param>
    /// <param name="root">The root field.</param>
    /// <param name="operations">Calls the API.</param>
    public static async Task<GraphQlRuns> OfAsync(JsonElement response, Selection root, GraphQlOperations operations)
    {
        var found = new GraphQlRuns();
        var runs = new List<JsonElement>();
        var selected = new HashSet<string>();
        foreach (var field in root.Fields.Where(f => f.Field.Type.Name == "MlflowRunExtension"))
        {
            selected.UnionWith(field.Fields.Select(f => f.Field.Name));
            if (response.TryGetProperty(field.Field.Name, out var value))
            {
                runs.AddRange(value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value]);
            }
        }

        if (selected.Contains(Experiment))
        {
            foreach (var id in runs.Select(ExperimentId).Distinct())
            {
                found._experiments[id] = await operations.ExperimentAsync(id);
            }
        }

        if (selected.Contains(ModelVersions) && runs.Count > 0)
        {
            found._versions = await operations.ModelVersionsAsync(runs.Select(RunId).Distinct());
        }

        return found;
    }

    /// <summary>Whether a field of a run is looked up, rather than part of the run.</summary>
    public static bool IsLookedUp(string field) => field is Experiment or ModelVersions;

    /// <summary>The values of a field that is looked up: at most one for an experiment.</summary>
    public IEnumerable<JsonElement> Of(JsonElement run, string field) =>
        field == Experiment
            ? _experiments.GetValueOrDefault(ExperimentId(run)) is { } experiment
                ? [experiment]
                : []
            : _versions?[RunId(run)] ?? [];

    private static string RunId(JsonElement run) => run.GetProperty("info").GetProperty("run_id").GetString()!;

    private static string ExperimentId(JsonElement run) =>
        run.GetProperty("info").GetProperty("experiment_id").GetString()!;
}
