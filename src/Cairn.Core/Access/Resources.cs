using System.Runtime.CompilerServices;

namespace Cairn.Core.Access;

/// <summary>All resources that a request touches. Write one as it is, several as <c>[a, b, .. more]</c>.</summary>
[CollectionBuilder(typeof(Resources), nameof(Of))]
public readonly struct Resources
{
    private readonly Resource _one;
    private readonly Resource[]? _many;

    private Resources(Resource one, Resource[]? many) => (_one, _many) = (one, many);

    /// <summary>The number of resources.</summary>
    public int Count => _many?.Length ?? 1;

    /// <summary>Returns the resource at an index.</summary>
    public Resource this[int index] => _many is null ? _one : _many[index];

    /// <summary>A request that touches one resource.</summary>
    public static implicit operator Resources(Resource resource) => From(resource);

    /// <summary>Returns the resources of a request that touches one.</summary>
    public static Resources From(Resource resource) => new(resource, null);

    /// <summary>Returns these resources.</summary>
    public static Resources Of(ReadOnlySpan<Resource> resources) => new(default, resources.ToArray());

    /// <summary>Enumerates the resources.</summary>
    public IEnumerator<Resource> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }
}
