using System.Collections.Concurrent;
using MailActors.Domain.Blobs;

namespace MailActors.Storage.Blobs;

/// <summary>Keeps what was used lately within a budget of octets: two generations, the older thrown away whole when the younger
/// is full. No list to keep in order, no lock to read.</summary>
internal sealed class GenerationCache<T>(long budget)
    where T : class
{
    private readonly Lock _turn = new();
    private ConcurrentDictionary<BlobId, T> _young = new();
    private ConcurrentDictionary<BlobId, T> _old = new();
    private long _octets;

    public T? Find(BlobId id, Func<T, long> cost)
    {
        if (_young.TryGetValue(id, out var value)) return value;
        if (!_old.TryGetValue(id, out value)) return null;
        Keep(id, value, cost(value));
        return value;
    }

    public void Keep(BlobId id, T value, long cost)
    {
        if (cost > budget / 2 || !_young.TryAdd(id, value)) return;
        if (Interlocked.Add(ref _octets, cost) <= budget / 2) return;
        lock (_turn)
        {
            if (Volatile.Read(ref _octets) <= budget / 2) return;
            _old = _young;
            _young = new();
            Volatile.Write(ref _octets, 0);
        }
    }
}
