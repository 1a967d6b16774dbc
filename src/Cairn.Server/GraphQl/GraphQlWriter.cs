using System.Text.Json;

namespace Cairn.Server.GraphQl;

/// <summary>
/// Writes the selected fields of a JSON response. A field that the response leaves out has protobuf's default: an
/// empty text, zero, an empty list, an object of defaults.
/// </summary>
internal sealed class GraphQlWriter(Utf8JsonWriter json, GraphQlRuns runs)
{
    /// <summary>Writes an object.</summary>
    /// <param name="value">The object; undefined for one of defaults.</param>
    /// <param name="type">The name of its type.</param>
    /// <param name="fields">What is selected of it.</param>
    public void WriteObject(JsonElement value, string type, List<Selection> fields)
    {
        json.WriteStartObject();
        foreach (var field in fields)
        {
            json.WritePropertyName(field.Key);
            if (field.Field.Name == Selection.TypeName)
            {
                json.WriteStringValue(type);
            }
            else if (type == "MlflowRunExtension" && GraphQlRuns.IsLookedUp(field.Field.Name))
            {
                WriteLookedUp(value, field);
            }
            else if (field.Field.Type.Name == "ApiError")
            {
                json.WriteNullValue(); // A refusal is among the errors of the whole response.
            }
            else
            {
                WriteField(Member(value, SnakeCase(field.Field.Name)), field);
            }
        }

        json.WriteEndObject();
    }

    private static JsonElement Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;

    private static string SnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private void WriteLookedUp(JsonElement run, Selection field)
    {
        var values = run.ValueKind == JsonValueKind.Object ? runs.Of(run, field.Field.Name) : [];
        if (field.Field.Type.IsList)
        {
            WriteList(values, field);
        }
        else if (values.FirstOrDefault() is { ValueKind: JsonValueKind.Object } found)
        {
            WriteOne(found, field);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private void WriteField(JsonElement value, Selection field)
    {
        if (field.Field.Type.IsList)
        {
            WriteList(value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [], field);
        }
        else
        {
            WriteOne(value, field);
        }
    }

    private void WriteList(IEnumerable<JsonElement> values, Selection field)
    {
        json.WriteStartArray();
        foreach (var value in values)
        {
            WriteOne(value, field);
        }

        json.WriteEndArray();
    }

    private void WriteOne(JsonElement value, Selection field)
    {
        var type = field.Field.Type.Name;
        if (GraphQlSchema.Served.FindObject(type) is not null)
        {
            WriteObject(value, type, field.Fields);
            return;
        }

        switch (type)
        {
            case "LongString":
                json.WriteStringValue(value.ValueKind == JsonValueKind.Undefined ? "0" : value.ToString());
                break;
            case "Int" or "Float":
                WriteNumber(value);
                break;
            case "Boolean":
                json.WriteBooleanValue(value.ValueKind == JsonValueKind.True);
                break;
            default:
                WriteText(value, isEnum: type != "String");
                break;
        }
    }

    private void WriteNumber(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            json.WriteNumberValue(0);
        }
        else if (value.ValueKind == JsonValueKind.Number)
        {
            value.WriteTo(json);
        }
        else
        {
            json.WriteNullValue(); // GraphQL's Float cannot represent NaN and Infinity.
        }
    }

    private void WriteText(JsonElement value, bool isEnum)
    {
        if (value.ValueKind == JsonValueKind.Undefined && isEnum)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteStringValue(value.ToString());
        }
    }
}
