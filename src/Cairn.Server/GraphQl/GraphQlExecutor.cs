using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core.Errors;

namespace Cairn.Server.GraphQl;

/// <summary>Executes a query and writes GraphQL's response: the data, and a message for each refused root field.</summary>
internal static class GraphQlExecutor
{
    private static readonly JsonWriterOptions _options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Executes the root fields one after the other.</summary>
    /// <param name="query">The query.</param>
    /// <param name="operations">Answers its root fields.</param>
    /// <param name="output">Takes the response.</param>
    public static async Task ExecuteAsync(GraphQlQuery query, GraphQlOperations operations, IBufferWriter<byte> output)
    {
        var errors = new List<string>();
        await using var json = new Utf8JsonWriter(output, _options);
        json.WriteStartObject();
        json.WriteStartObject("data");
        foreach (var field in query.Fields)
        {
            json.WritePropertyName(field.Key);
            try
            {
                await WriteRootAsync(json, query.Root, field, operations);
            }
            catch (CairnException e)
            {
                errors.Add(e.Message);
                json.WriteNullValue();
            }
        }

        json.WriteEndObject();
        WriteErrors(json, errors);
        json.WriteEndObject();
    }

    /// <summary>Writes the response to a query that cannot be executed.</summary>
    public static void Refuse(string message, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, _options);
        json.WriteStartObject();
        json.WriteNull("data");
        WriteErrors(json, [message]);
        json.WriteEndObject();
    }

    private static async Task WriteRootAsync(
        Utf8JsonWriter json,
        ObjectType root,
        Selection field,
        GraphQlOperations operations
    )
    {
        switch (field.Field.Name)
        {
            case Selection.TypeName:
                json.WriteStringValue(root.Name);
                return;
            case "test":
                WriteEcho(json, field);
                return;
            case "testMutation":
                json.WriteNullValue(); // MLflow declares it and never answers it.
                return;
        }

        if (await operations.RootAsync(field.Field.Name, Input(field)) is not { } response)
        {
            json.WriteNullValue();
            return;
        }

        var runs = await GraphQlRuns.OfAsync(response, field, operations);
        new GraphQlWriter(json, runs).WriteObject(response, field.Field.Type.Name, field.Fields);
    }

    private static JsonNode? Input(Selection field) => field.Arguments.GetValueOrDefault("input");

    private static void WriteEcho(Utf8JsonWriter json, Selection field)
    {
        if (!field.Arguments.TryGetValue("inputString", out var text))
        {
            throw CairnException.Invalid("Query.resolve_test() missing 1 required positional argument: 'input_string'");
        }

        json.WriteStartObject();
        foreach (var selected in field.Fields)
        {
            json.WriteString(
                selected.Key,
                selected.Field.Name == Selection.TypeName ? field.Field.Type.Name : text?.GetValue<string>()
            );
        }

        json.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter json, List<string> errors)
    {
        if (errors.Count == 0)
        {
            json.WriteNull("errors");
            return;
        }

        json.WriteStartArray("errors");
        foreach (var error in errors)
        {
            json.WriteStringValue(error);
        }

        json.WriteEndArray();
    }
}
