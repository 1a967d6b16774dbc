using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace Cairn.Server.GraphQl;

/// <summary>A query whose fields are known to exist, with its fragments expanded and its arguments checked.</summary>
/// <param name="Root">The root type: Query or Mutation.</param>
/// <param name="Fields">The root fields, in the order of the query.</param>
internal sealed record GraphQlQuery(ObjectType Root, IReadOnlyList<Selection> Fields)
{
    /// <summary>Reads a query.</summary>
    /// <param name="text">The query's text.</param>
    /// <param name="operationName">Which of its operations to execute; may be null when there is one.</param>
    /// <param name="variables">The client's variables: an object, or undefined.</param>
    /// <param name="limits">What it may ask for.</param>
    /// <exception cref="GraphQlException">It is not valid.</exception>
    public static GraphQlQuery Parse(string text, string? operationName, JsonElement variables, GraphQlOptions limits)
    {
        if (text.Length > GraphQlOptions.MaxLength)
        {
            throw new GraphQlException($"The query is longer than {GraphQlOptions.MaxLength} characters.");
        }

        GraphQLDocument document;
        try
        {
            document = Parser.Parse(text, new ParserOptions { MaxDepth = 64 });
        }
        catch (GraphQLSyntaxErrorException e)
        {
            throw new GraphQlException($"Syntax Error: {e.Description}");
        }
        catch (GraphQLMaxDepthExceededException)
        {
            throw TooDeep();
        }

        var operation = Choose(document, operationName);
        var values = GraphQlInput.Variables(operation, variables);
        var root = GraphQlSchema.Served.Root(operation.Operation);
        var fields = new SelectionReader(document, values).Read(operation.SelectionSet, root);
        limits.Check(fields.Count, fields.Count(f => f.Key != f.Field.Name));
        return new(root, fields);
    }

    /// <summary>The refusal of a query with too many levels.</summary>
    public static GraphQlException TooDeep() => new($"Query exceeds maximum depth of {GraphQlOptions.MaxDepth}");

    private static GraphQLOperationDefinition Choose(GraphQLDocument document, string? name)
    {
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>().ToList();
        if (string.IsNullOrEmpty(name))
        {
            return operations switch
            {
                [var only] => only,
                [] => throw new GraphQlException("Must provide an operation."),
                _ => throw new GraphQlException("Must provide operation name if query contains multiple operations."),
            };
        }

        return operations.Find(o => o.Name?.StringValue == name)
            ?? throw new GraphQlException($"Unknown operation named '{name}'.");
    }
}

/// <summary>A selected field.</summary>
/// <param name="Key">Its name in the response: the alias, or the field's name.</param>
/// <param name="Field">The field.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Fields">What is selected of it; empty for a scalar.</param>
internal sealed record Selection(
    string Key,
    Field Field,
    IReadOnlyDictionary<string, JsonNode?> Arguments,
    List<Selection> Fields
)
{
    /// <summary>The field that every object type has: the name of the type.</summary>
    public const string TypeName = "__typename";
}
