using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Cairn.Contracts.Json;

/// <summary>How JSON is read and written on the wire.</summary>
public static class WireJson
{
    private const string SameTypeAsGenerated = "An alias has the type of a property that the source generator wrote.";

    /// <summary>For answers: snake_case, nulls left out, text unescaped where JSON allows.</summary>
    public static JsonSerializerOptions Responses { get; } = Options(WireJsonContext.Default);

    /// <summary>
    /// For requests: the protobuf JSON names (<c>experimentId</c>) are accepted beside the snake_case ones.
    /// </summary>
    public static JsonSerializerOptions Requests { get; } =
        Options(WireJsonContext.Default.WithAddedModifier(RefuseNullsInLists).WithAddedModifier(AddCamelCaseAliases));

    /// <summary>The metadata by which answers of type <typeparamref name="T"/> are written.</summary>
    public static JsonTypeInfo<T> ResponseType<T>() => (JsonTypeInfo<T>)Responses.GetTypeInfo(typeof(T));

    /// <summary>The metadata by which requests of type <typeparamref name="T"/> are read.</summary>
    public static JsonTypeInfo<T> RequestType<T>() => (JsonTypeInfo<T>)Requests.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions Options(IJsonTypeInfoResolver resolver)
    {
        var options = new JsonSerializerOptions(WireJsonContext.Default.Options)
        {
            TypeInfoResolver = resolver,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>No list of the wire may hold a null, so that no handler has to think of one.</summary>
    private static void RefuseNullsInLists(JsonTypeInfo type)
    {
        foreach (var property in type.Kind == JsonTypeInfoKind.Object ? type.Properties : [])
        {
            if (
                property.Set is { } set
                && property.PropertyType.IsGenericType
                && property.PropertyType.GetGenericTypeDefinition() == typeof(List<>)
            )
            {
                property.Set = (target, value) =>
                {
                    if (value is System.Collections.IList list && list.Contains(null))
                    {
                        throw new JsonException();
                    }

                    set(target, value);
                };
            }
        }
    }

    // A property's type is known here at run time only, which is why the compiler warns. An alias always has the type of a
    // property that the source generator wrote, so the code and the metadata for that type are in the executable.
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = SameTypeAsGenerated)]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = SameTypeAsGenerated)]
    private static void AddCamelCaseAliases(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        foreach (
            var property in type
                .Properties.Where(p => p.Set is not null && p.Name.Contains('_', StringComparison.Ordinal))
                .ToList()
        )
        {
            var alias = type.CreateJsonPropertyInfo(property.PropertyType, CamelCase(property.Name));
            alias.Set = property.Set;
            alias.CustomConverter = property.CustomConverter;
            type.Properties.Add(alias);
        }
    }

    private static string CamelCase(string snake)
    {
        var parts = snake.Split('_');
        return string.Concat(
            parts.Select((part, i) => i == 0 || part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..])
        );
    }
}
