using GraphQLParser;
using GraphQLParser.AST;

namespace Cairn.Server.GraphQl;

/// <summary>The types of <c>Schema.graphql</c>, by name.</summary>
internal sealed class GraphQlSchema
{
    private static readonly string[] _scalars = ["String", "Int", "Float", "Boolean", "LongString"];

    private readonly Dictionary<string, ObjectType> _objects = [];
    private readonly Dictionary<string, ObjectType> _inputs = [];
    private readonly Dictionary<string, string[]> _enums = [];

    private GraphQlSchema(GraphQLDocument document)
    {
        foreach (var definition in document.Definitions)
        {
            switch (definition)
            {
                case GraphQLObjectTypeDefinition type:
                    Add(_objects, type.Name, type.Fields!.Select(f => FieldOf(f.Name, f.Type, f.Arguments)));
                    break;
                case GraphQLInputObjectTypeDefinition type:
                    Add(_inputs, type.Name, type.Fields!.Select(f => FieldOf(f.Name, f.Type, null)));
                    break;
                case GraphQLEnumTypeDefinition type:
                    _enums[type.Name.StringValue] = [.. type.Values!.Select(v => v.Name.StringValue)];
                    break;
            }
        }
    }

    /// <summary>The schema that this server answers.</summary>
    public static GraphQlSchema Served { get; } = Load();

    /// <summary>The root type of an operation.</summary>
    public ObjectType Root(OperationType operation) =>
        operation switch
        {
            OperationType.Query => _objects["Query"],
            OperationType.Mutation => _objects["Mutation"],
            _ => throw new GraphQlException("Subscriptions are not supported."),
        };

    /// <summary>The object type of this name; null when it is a scalar or an enum.</summary>
    public ObjectType? FindObject(string name) => _objects.GetValueOrDefault(name);

    /// <summary>The input type of this name; null when it is not an input type.</summary>
    public ObjectType? FindInput(string name) => _inputs.GetValueOrDefault(name);

    /// <summary>The values of an enum; null when the name is not an enum's.</summary>
    public string[]? FindEnum(string name) => _enums.GetValueOrDefault(name);

    /// <summary>Whether a variable may be declared with this type.</summary>
    public bool IsInput(string name) =>
        _inputs.ContainsKey(name) || _enums.ContainsKey(name) || _scalars.Contains(name);

    /// <summary>Reads a type as written in a schema or in a variable's declaration.</summary>
    public static TypeReference Reference(GraphQLType type) =>
        type switch
        {
            GraphQLNonNullType required => Reference(required.Type) with { IsRequired = true },
            GraphQLListType list => Reference(list.Type) with { IsList = true, IsRequired = false },
            GraphQLNamedType named => new(named.Name.StringValue),
            _ => throw new GraphQlException("The type of a variable is not valid."),
        };

    private static void Add(Dictionary<string, ObjectType> types, GraphQLName name, IEnumerable<Field> fields) =>
        types[name.StringValue] = new(name.StringValue, fields.ToDictionary(f => f.Name));

    private static Field FieldOf(GraphQLName name, GraphQLType type, GraphQLArgumentsDefinition? arguments) =>
        new(
            name.StringValue,
            Reference(type),
            (arguments?.Items ?? []).ToDictionary(a => a.Name.StringValue, a => Reference(a.Type))
        );

    private static GraphQlSchema Load()
    {
        using var stream = typeof(GraphQlSchema).Assembly.GetManifestResourceStream("graphql/schema")!;
        using var reader = new StreamReader(stream);
        return new(Parser.Parse(reader.ReadToEnd()));
    }
}

/// <summary>An object type or an input type.</summary>
internal sealed record ObjectType(string Name, IReadOnlyDictionary<string, Field> Fields);

/// <summary>A field of a type.</summary>
internal sealed record Field(string Name, TypeReference Type, IReadOnlyDictionary<string, TypeReference> Arguments);

/// <summary>A type as a field or a variable refers to it. Lists of lists do not occur.</summary>
internal sealed record TypeReference(string Name, bool IsList = false, bool IsRequired = false)
{
    /// <summary>As GraphQL writes it.</summary>
    public override string ToString() => (IsList ? $"[{Name}]" : Name) + (IsRequired ? "!" : "");
}
