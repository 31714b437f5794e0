using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MailActors.Domain.Queue.Packing;

namespace MailActors.Domain.Queue;

/// <summary>The entries of a partition, packed. It never changes: a step of work makes the next one, which shares with this one all that it left alone.</summary>
[CollectionBuilder(typeof(QueueEntries), nameof(Of))]
public sealed class QueueEntries : IReadOnlyCollection<QueueEntry>
{
    public static readonly QueueEntries Empty = new(ImmutableDictionary<QueueId, PackedEntry>.Empty);
    private readonly ImmutableDictionary<QueueId, PackedEntry> _packed;

    private QueueEntries(ImmutableDictionary<QueueId, PackedEntry> packed) => _packed = packed;

    public int Count => _packed.Count;

    public IEnumerable<QueuePosition> Positions
    {
        get
        {
            foreach (var (id, packed) in _packed) yield return new(packed.ReceivedAt, id);
        }
    }

    public static QueueEntries Of(ReadOnlySpan<QueueEntry> entries)
    {
        var work = new Work(Empty);
        foreach (var entry in entries) work.Put(entry);
        return work.Done();
    }

    /// <summary>Each is packed before the next is asked for.</summary>
    public static QueueEntries From(IEnumerable<QueueEntry> entries)
    {
        var packed = Empty._packed.ToBuilder();
        foreach (var entry in entries) packed[entry.Envelope.Id] = PackedEntry.Of(entry);
        return new(packed.ToImmutable());
    }

    public bool Contains(QueueId message) => _packed.ContainsKey(message);

    public QueueEntry? Find(QueueId message) => _packed.TryGetValue(message, out var packed) ? packed.Entry(message) : null;

    public IEnumerator<QueueEntry> GetEnumerator()
    {
        foreach (var (id, packed) in _packed) yield return packed.Entry(id);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Changes on the way from one state to the next. An entry is unpacked and packed once, however often it changes.</summary>
    internal sealed class Work(QueueEntries before)
    {
        private readonly ImmutableDictionary<QueueId, PackedEntry>.Builder _packed = before._packed.ToBuilder();
        private readonly Dictionary<QueueId, QueueEntry> _changed = [];

        public QueueEntry? Find(QueueId message) =>
            _changed.TryGetValue(message, out var entry) ? entry : _packed.TryGetValue(message, out var packed) ? packed.Entry(message) : null;

        public void Put(QueueEntry entry) => _changed[entry.Envelope.Id] = entry;

        public void Remove(QueueId message)
        {
            _changed.Remove(message);
            _packed.Remove(message);
        }

        public QueueEntries Done()
        {
            foreach (var (message, entry) in _changed) _packed[message] = PackedEntry.Of(entry);
            return new(_packed.ToImmutable());
        }
    }
}
