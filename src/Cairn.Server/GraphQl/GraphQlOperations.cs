using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Errors;
using Cairn.Core.Errors;
using Cairn.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.GraphQl;

/// <summary>
/// Answers root fields by the JSON operations of the API, so that validation and permissions exist once.
/// </summary>
internal sealed class GraphQlOperations(ApiOperations operations, HttpContext http)
{
    private static readonly Dictionary<string, string> _routes = new()
    {
        ["mlflowGetExperiment"] = "experiments/get",
        ["mlflowGetMetricHistoryBulkInterval"] = "metrics/get-history-bulk-interval",
        ["mlflowGetRun"] = "runs/get",
        ["mlflowListArtifacts"] = "artifacts/list",
        ["mlflowSearchDatasets"] = "experiments/search-datasets",
        ["mlflowSearchModelVersions"] = "model-versions/search",
        ["mlflowSearchRuns"] = "runs/search",
    };

    /// <summary>The response to a root field.</summary>
    /// <returns>Null when the caller may not see it.</returns>
    /// <exception cref="CairnException">The operation was refused.</exception>
    public Task<JsonElement?> RootAsync(string field, JsonNode? input) =>
        CallAsync(_routes[field], input as JsonObject ?? []);

    /// <summary>The experiment with this id; null when the caller may not see it.</summary>
    public async Task<JsonElement?> ExperimentAsync(string id) =>
        await CallAsync("experiments/get", new() { ["experiment_id"] = id }) is { } found
            ? found.GetProperty("experiment")
            : null;

    /// <summary>The registered versions that these runs are the source of, by run.</summary>
    public async Task<ILookup<string, JsonElement>> ModelVersionsAsync(IEnumerable<string> runIds)
    {
        var ids = string.Join(", ", runIds.Select(id => $"'{id}'"));
        var found = await CallAsync("model-versions/search", new() { ["filter"] = $"run_id IN ({ids})" });
        var versions = found?.TryGetProperty("model_versions", out var list) == true ? list.EnumerateArray() : default;
        return versions.ToLookup(v => v.GetProperty("run_id").GetString()!);
    }

    private async Task<JsonElement?> CallAsync(string route, JsonObject request)
    {
        try
        {
            return await operations.CallAsync(http, route, request);
        }
        catch (CairnException e) when (e.Code == ErrorCode.PermissionDenied)
        {
            return null;
        }
    }
}
