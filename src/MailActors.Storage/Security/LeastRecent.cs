using System.Diagnostics.CodeAnalysis;

namespace MailActors.Storage.Security;

/// <summary>A bounded table: when it is full, the entry untouched for longest goes. Not for several threads at once.</summary>
internal sealed class LeastRecent<TKey, TValue>(int capacity) where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _entries = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _order = [];

    public int Count => _entries.Count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        if (!_entries.TryGetValue(key, out var node)) return false;
        _order.Remove(node);
        _order.AddFirst(node);
        value = node.Value.Value;
        return true;
    }

    public void Put(TKey key, TValue value)
    {
        Remove(key);
        if (_entries.Count >= capacity) Remove(_order.Last!.Value.Key);
        _entries.Add(key, _order.AddFirst((key, value)));
    }

    public void Remove(TKey key)
    {
        if (_entries.Remove(key, out var node)) _order.Remove(node);
    }
}
