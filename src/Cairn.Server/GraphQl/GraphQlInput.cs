using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLParser.AST;

namespace Cairn.Server.GraphQl;

/// <summary>Turns arguments and variables into the JSON of a request, checked against their types.</summary>
internal static class GraphQlInput
{
    /// <summary>Reads the declared variables of an operation from what the client sent.</summary>
    /// <exception cref="GraphQlException">One is missing, or has a value of another type.</exception>
    public static Dictionary<string, JsonNode?> Variables(GraphQLOperationDefinition operation, JsonElement sent)
    {
        var values = new Dictionary<string, JsonNode?>();
        foreach (var variable in operation.Variables?.Items ?? [])
        {
            var name = variable.Variable.Name.StringValue;
            var type = GraphQlSchema.Reference(variable.Type);
            if (!GraphQlSchema.Served.IsInput(type.Name))
            {
                throw new GraphQlException($"Unknown type '{type.Name}'.");
            }

            if (sent.ValueKind == JsonValueKind.Object && sent.TryGetProperty(name, out var value))
            {
                values[name] = Checked(JsonNode.Parse(value.GetRawText()), type);
            }
            else if (variable.DefaultValue is { } fallback)
            {
                values[name] = Checked(Literal(fallback, values), type);
            }
            else if (type.IsRequired)
            {
                throw new GraphQlException($"Variable '${name}' of required type '{type}' was not provided.");
            }
        }

        return values;
    }

    /// <summary>Reads an argument of a field.</summary>
    /// <exception cref="GraphQlException">The value is of another type.</exception>
    public static JsonNode? Argument(
        GraphQLValue value,
        TypeReference type,
        IReadOnlyDictionary<string, JsonNode?> variables
    ) => Checked(Literal(value, variables), type);

    private static JsonNode? Literal(GraphQLValue value, IReadOnlyDictionary<string, JsonNode?> variables) =>
        value switch
        {
            GraphQLVariable variable => variables.GetValueOrDefault(variable.Name.StringValue)?.DeepClone(),
            GraphQLStringValue text => JsonValue.Create(text.Value.ToString()),
            GraphQLEnumValue name => JsonValue.Create(name.Name.StringValue),
            GraphQLBooleanValue truth => JsonValue.Create(truth.BoolValue),
            GraphQLIntValue number => JsonNode.Parse(number.Value.ToString()),
            GraphQLFloatValue number => JsonNode.Parse(number.Value.ToString()),
            GraphQLListValue list => new JsonArray([.. (list.Values ?? []).Select(v => Literal(v, variables))]),
            GraphQLObjectValue fields => Object(fields, variables),
            _ => null,
        };

    private static JsonObject Object(GraphQLObjectValue value, IReadOnlyDictionary<string, JsonNode?> variables)
    {
        var result = new JsonObject();
        foreach (var field in value.Fields ?? [])
        {
            if (!result.TryAdd(field.Name.StringValue, Literal(field.Value, variables)))
            {
                throw new GraphQlException($"There can be only one input field named '{field.Name.StringValue}'.");
            }
        }

        return result;
    }

    private static JsonNode? Checked(JsonNode? value, TypeReference type)
    {
        if (value is null)
        {
            return type.IsRequired ? throw new GraphQlException($"Expected value of type '{type}', found null.") : null;
        }

        var element = type with { IsList = false, IsRequired = false };
        if (type.IsList)
        {
            // A single value stands for a list of one.
            return value is JsonArray list
                ? new JsonArray([.. list.Select(item => Checked(item?.DeepClone(), element))])
                : new JsonArray(Checked(value.DeepClone(), element));
        }

        if (GraphQlSchema.Served.FindInput(type.Name) is { } input)
        {
            return Fields(value, input);
        }

        Demand(value, type.Name);
        return value;
    }

    private static JsonObject Fields(JsonNode value, ObjectType type)
    {
        if (value is not JsonObject given)
        {
            throw new GraphQlException($"Expected value of type '{type.Name}', found {value.ToJsonString()}.");
        }

        var result = new JsonObject();
        foreach (var (name, field) in given)
        {
            if (!type.Fields.TryGetValue(name, out var known))
            {
                throw new GraphQlException($"Field '{name}' is not defined by type '{type.Name}'.");
            }

            // A null is an unset field, as in protobuf.
            if (Checked(field?.DeepClone(), known.Type) is { } set)
            {
                result[name] = set;
            }
        }

        return result;
    }

    private static void Demand(JsonNode value, string type)
    {
        var kind = value.GetValueKind();
        if (GraphQlSchema.Served.FindEnum(type) is { } values)
        {
            var name = kind == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
            if (!values.Contains(name))
            {
                throw new GraphQlException($"Value '{name}' does not exist in '{type}' enum.");
            }

            return;
        }

        var fits = type switch
        {
            "Int" => kind == JsonValueKind.Number && int.TryParse(value.ToJsonString(), out _),
            "Float" => kind == JsonValueKind.Number,
            "Boolean" => kind is JsonValueKind.True or JsonValueKind.False,
            "LongString" => kind == JsonValueKind.Number || IsLong(value),
            _ => kind == JsonValueKind.String,
        };
        if (!fits)
        {
            var what = type switch
            {
                "Int" => "non-integer",
                "Float" => "non numeric",
                "Boolean" => "a non boolean",
                "LongString" => "a non 64-bit integer",
                _ => "a non string",
            };
            throw new GraphQlException($"{type} cannot represent {what} value: {value.ToJsonString()}");
        }
    }

    private static bool IsLong(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String
        && long.TryParse(value.GetValue<string>(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
