using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Cairn.Contracts.Json;
using Cairn.Core.Errors;

namespace Cairn.Server.Api;

/// <summary>The fields that a request of type <typeparamref name="T"/> must have.</summary>
internal sealed class RequiredFields<T>
{
    private readonly (string Name, Func<object, object?> Get, Func<object, object?>? Or)[] _fields;

    public RequiredFields(JsonTypeInfo<T> type)
    {
        var all = type
            .Properties.Where(p => p.Get is not null)
            .ToDictionary(p => p.Name, p => p.Get!, StringComparer.Ordinal);
        _fields =
        [
            .. from property in type.Properties
            let required = (RequiredFieldAttribute?)
                property.AttributeProvider?.GetCustomAttributes(typeof(RequiredFieldAttribute), true).SingleOrDefault()
            where required is not null
            orderby IsInherited(property) descending // A run's id, which many requests inherit, is asked for first.
            select (property.Name, all[property.Name], required.Or is null ? null : all[required.Or]),
        ];
    }

    /// <exception cref="CairnException">INVALID_PARAMETER_VALUE naming the first field that is missing.</exception>
    public void Demand(T request)
    {
        foreach (var (name, get, or) in _fields)
        {
            if (IsMissing(get(request!)) && (or is null || IsMissing(or(request!))))
            {
                throw CairnException.Invalid(
                    $"Missing value for required parameter '{name}'. See the API docs for more information about request parameters."
                );
            }
        }
    }

    private static bool IsInherited(JsonPropertyInfo property) =>
        (property.AttributeProvider as MemberInfo)?.DeclaringType != typeof(T);

    private static bool IsMissing(object? value) => value is null or "";
}
