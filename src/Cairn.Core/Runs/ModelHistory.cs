using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core.Errors;

namespace Cairn.Core.Runs;

/// <summary>The tag in which the legacy <c>log-model</c> call keeps a run's models: a JSON list.</summary>
public static class ModelHistory
{
    /// <summary>The tag's key.</summary>
    public const string Tag = "mlflow.log-model.history";

    private static readonly string[] _mandatory = ["artifact_path", "flavors", "utc_time_created", "run_id"];
    private static readonly string[] _kept = ["run_id", "artifact_path", "utc_time_created", "model_uuid", "flavors"];

    /// <summary>The tag's new value: the present list with the model at its end.</summary>
    /// <param name="present">The tag's value; null when it is absent.</param>
    /// <param name="modelJson">The model, as its MLmodel file describes it.</param>
    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE when the model is not JSON or lacks a
    /// field.</exception>
    public static string Append(string? present, JsonObject modelJson)
    {
        var list = Present(present);
        var entry = new JsonObject();
        foreach (var key in _kept)
        {
            if (modelJson.TryGetPropertyValue(key, out var value))
            {
                entry[key] = value?.DeepClone();
            }
        }

        list.Add((JsonNode)entry);
        return PythonJson.Write(list);
    }

    // A client may have set the tag to anything.
    private static JsonArray Present(string? text)
    {
        try
        {
            return text is null ? [] : JsonNode.Parse(text) as JsonArray ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>Reads and checks the model.</summary>
    public static JsonObject Parse(string modelJson)
    {
        JsonObject? model;
        try
        {
            model = JsonNode.Parse(modelJson) as JsonObject;
        }
        catch (JsonException)
        {
            throw CairnException.Invalid($"Malformed model info. \n {modelJson} \n is not a valid JSON.");
        }

        var missing = _mandatory
            .Where(key => model is null || !model.ContainsKey(key))
            .Select(key => $"'{key}'")
            .ToList();
        return missing.Count == 0
            ? model!
            : throw CairnException.Invalid($"Model json is missing mandatory fields: {{{string.Join(", ", missing)}}}");
    }
}
