namespace Cairn.Artifacts.Shared;

/// <summary>Keeps what was used last, and no more: clients make up the keys.</summary>
/// <param name="most">How many values are kept.</param>
internal sealed class RecentlyUsed<TKey, TValue>(int most)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _order = [];

    /// <summary>How many values are kept now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _nodes.Count;
            }
        }
    }

    /// <summary>The value of a key, made when it is not kept. What cannot be made is not kept either.</summary>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(key, out var node))
            {
                _order.Remove(node);
                _order.AddFirst(node);
                return node.Value.Value;
            }

            var made = make(key);
            _nodes[key] = _order.AddFirst((key, made));
            if (_nodes.Count > most)
            {
                // Dropped, not disposed: somebody may still be using it.
                _nodes.Remove(_order.Last!.Value.Key);
                _order.RemoveLast();
            }

            return made;
        }
    }

    /// <summary>All that is kept.</summary>
    public IReadOnlyList<TValue> Values()
    {
        lock (_lock)
        {
            return [.. _order.Select(kept => kept.Value)];
        }
    }
}
