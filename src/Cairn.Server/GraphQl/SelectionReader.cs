using System.Text.Json.Nodes;
using GraphQLParser.AST;

namespace Cairn.Server.GraphQl;

/// <summary>Expands the selections of one operation and checks each field against the schema.</summary>
internal sealed class SelectionReader(GraphQLDocument document, IReadOnlyDictionary<string, JsonNode?> variables)
{
    private static readonly Field _typeName = new(
        Selection.TypeName,
        new("String", IsRequired: true),
        new Dictionary<string, TypeReference>()
    );

    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = document
        .Definitions.OfType<GraphQLFragmentDefinition>()
        .GroupBy(f => f.FragmentName.Name.StringValue)
        .ToDictionary(g => g.Key, g => g.First());

    private readonly HashSet<string> _open = [];
    private int _count;

    /// <summary>Reads the fields that are selected of <paramref name="type"/>.</summary>
    /// <exception cref="GraphQlException">A field does not exist, or there are too many of them.</exception>
    public List<Selection> Read(GraphQLSelectionSet? selections, ObjectType type)
    {
        var fields = new List<Selection>();
        Add(selections, type, fields, 0);
        return fields;
    }

    private void Add(GraphQLSelectionSet? selections, ObjectType type, List<Selection> into, int depth)
    {
        if (depth > GraphQlOptions.MaxDepth)
        {
            throw GraphQlQuery.TooDeep();
        }

        foreach (var selection in selections?.Selections ?? [])
        {
            if (++_count > GraphQlOptions.MaxFields)
            {
                throw new GraphQlException($"The query selects more than {GraphQlOptions.MaxFields} fields.");
            }

            if (!IsIncluded((selection as IHasDirectivesNode)?.Directives))
            {
                continue;
            }

            switch (selection)
            {
                case GraphQLField field:
                    AddField(field, type, into, depth);
                    break;
                case GraphQLInlineFragment fragment:
                    AddFragment(fragment.TypeCondition, fragment.SelectionSet, type, into, depth);
                    break;
                case GraphQLFragmentSpread spread:
                    AddSpread(spread.FragmentName.Name.StringValue, type, into, depth);
                    break;
            }
        }
    }

    private void AddSpread(string name, ObjectType type, List<Selection> into, int depth)
    {
        if (!_fragments.TryGetValue(name, out var fragment))
        {
            throw new GraphQlException($"Unknown fragment '{name}'.");
        }

        if (!_open.Add(name))
        {
            throw new GraphQlException($"Cannot spread fragment '{name}' within itself.");
        }

        AddFragment(fragment.TypeCondition, fragment.SelectionSet, type, into, depth);
        _open.Remove(name);
    }

    private void AddFragment(
        GraphQLTypeCondition? condition,
        GraphQLSelectionSet selections,
        ObjectType type,
        List<Selection> into,
        int depth
    )
    {
        if (condition is not null && condition.Type.Name.StringValue != type.Name)
        {
            throw new GraphQlException(
                $"A fragment on '{condition.Type.Name.StringValue}' cannot be spread on type '{type.Name}'."
            );
        }

        Add(selections, type, into, depth);
    }

    private void AddField(GraphQLField selected, ObjectType type, List<Selection> into, int depth)
    {
        var name = selected.Name.StringValue;
        var field = name == Selection.TypeName ? _typeName : type.Fields.GetValueOrDefault(name);
        if (field is null)
        {
            throw new GraphQlException($"Cannot query field '{name}' on type '{type.Name}'.");
        }

        var inner = GraphQlSchema.Served.FindObject(field.Type.Name);
        var hasSelections = selected.SelectionSet is { Selections.Count: > 0 };
        if (hasSelections != inner is not null)
        {
            throw new GraphQlException(
                hasSelections
                    ? $"Field '{name}' must not have a selection since type '{field.Type}' has no subfields."
                    : $"Field '{name}' of type '{field.Type}' must have a selection of subfields. "
                        + $"Did you mean '{name} {{ ... }}'?"
            );
        }

        var key = selected.Alias?.Name.StringValue ?? name;
        var arguments = Arguments(selected, field, type);
        var selection = into.Find(s => s.Key == key);
        if (selection is null)
        {
            into.Add(selection = new(key, field, arguments, []));
        }
        else if (selection.Field != field || !Same(selection.Arguments, arguments))
        {
            throw new GraphQlException(
                $"Fields '{key}' conflict because they select different values. "
                    + "Use different aliases on the fields to fetch both."
            );
        }

        if (inner is not null)
        {
            Add(selected.SelectionSet, inner, selection.Fields, depth + 1);
        }
    }

    private Dictionary<string, JsonNode?> Arguments(GraphQLField selected, Field field, ObjectType type)
    {
        var arguments = new Dictionary<string, JsonNode?>();
        foreach (var argument in selected.Arguments?.Items ?? [])
        {
            var name = argument.Name.StringValue;
            if (!field.Arguments.TryGetValue(name, out var wanted))
            {
                throw new GraphQlException($"Unknown argument '{name}' on field '{type.Name}.{field.Name}'.");
            }

            if (argument.Value is GraphQLVariable variable && !variables.ContainsKey(variable.Name.StringValue))
            {
                continue; // A variable without a value leaves its argument out.
            }

            arguments[name] = GraphQlInput.Argument(argument.Value, wanted, variables);
        }

        return arguments;
    }

    private bool IsIncluded(GraphQLDirectives? directives)
    {
        foreach (var directive in directives?.Items ?? [])
        {
            var name = directive.Name.StringValue;
            if (name is "include" or "skip")
            {
                var condition =
                    directive.Arguments?.Items.Find(a => a.Name.StringValue == "if")
                    ?? throw new GraphQlException($"Directive '@{name}' requires the argument 'if'.");
                var value = GraphQlInput.Argument(condition.Value, new("Boolean", IsRequired: true), variables)!;
                if (value.GetValue<bool>() != (name == "include"))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool Same(IReadOnlyDictionary<string, JsonNode?> left, Dictionary<string, JsonNode?> right) =>
        left.Count == right.Count
        && left.All(l => right.TryGetValue(l.Key, out var r) && JsonNode.DeepEquals(l.Value, r));
}
