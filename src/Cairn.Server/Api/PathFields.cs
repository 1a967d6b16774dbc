using System.Text.Json.Serialization.Metadata;
using Cairn.Core.Errors;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Server.Api;

/// <summary>
/// Fields that stand in a request's path, such as <c>logged-models/{model_id}</c>. They may be left out of the body.
/// </summary>
internal static class PathFields
{
    public static void Set<T>(RouteValueDictionary path, T request, JsonTypeInfo<T> type)
    {
        foreach (var (name, value) in path)
        {
            if (
                value is not string encoded
                || type.Properties.FirstOrDefault(p => p.Name == name && p.PropertyType == typeof(string))
                    is not { Get: { } get, Set: { } set }
            )
            {
                continue;
            }

            // Routing decodes everything but the slash.
            var text = encoded.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
            if (get(request!) is string { Length: > 0 } inBody && inBody != text)
            {
                throw CairnException.Invalid($"The request's path names the {name} '{text}', its body '{inBody}'.");
            }

            set(request!, text);
        }
    }
}
