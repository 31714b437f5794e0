using System.Collections.Immutable;

namespace MailActors.Domain.Queue;

/// <summary>One partition: what it has accepted and not yet delivered, and the ids it has lately finished with, so that a repeated
/// <see cref="QueueCommands.AcceptMessage"/> is known and the message not taken twice.</summary>
public sealed record QueueState(ImmutableDictionary<QueueId, QueueEntry> Entries, RecentIds Settled)
{
    /// <summary>Ids of finished messages kept: a sender repeats within seconds, and this is minutes at full speed.</summary>
    public const int RecentLimit = 20_000;

    public static readonly QueueState Empty = new(ImmutableDictionary<QueueId, QueueEntry>.Empty, RecentIds.Empty);

    /// <summary>Whether the message was accepted before, whatever has become of it since.</summary>
    public bool Knows(QueueId message) => Entries.ContainsKey(message) || Settled.Contains(message);

    public QueueState Apply(QueueEvents.Batch batch)
    {
        var entries = Entries.ToBuilder();
        var settled = Settled;
        foreach (var envelope in batch.Accepted) entries[envelope.Id] = QueueEntry.New(envelope);
        foreach (var (message, outcome) in batch.Settled)
        {
            if (!entries.TryGetValue(message, out var entry)) continue;
            if (entry.After(outcome) is { } left)
            {
                entries[message] = left;
                continue;
            }

            entries.Remove(message);
            settled = settled.Add(message, RecentLimit);
        }

        return new(entries.ToImmutable(), settled);
    }

    public QueueRoot ToRoot() => new([.. Entries.Values], [.. Settled.InOrder]);

    public static QueueState From(QueueRoot root) => new(
        root.Entries.ToImmutableDictionary(e => e.Envelope.Id),
        root.Settled.Aggregate(RecentIds.Empty, (ids, id) => ids.Add(id, RecentLimit)));
}

/// <summary>The last so many ids, oldest forgotten first.</summary>
public sealed class RecentIds
{
    public static readonly RecentIds Empty = new(ImmutableHashSet<QueueId>.Empty, ImmutableQueue<QueueId>.Empty, 0);
    private readonly ImmutableHashSet<QueueId> _known;
    private readonly ImmutableQueue<QueueId> _order;
    private readonly int _count;

    private RecentIds(ImmutableHashSet<QueueId> known, ImmutableQueue<QueueId> order, int count)
    {
        _known = known;
        _order = order;
        _count = count;
    }

    public IEnumerable<QueueId> InOrder => _order;

    public bool Contains(QueueId id) => _known.Contains(id);

    public RecentIds Add(QueueId id, int limit)
    {
        var order = _order.Enqueue(id);
        var known = _known.Add(id);
        if (_count < limit) return new(known, order, _count + 1);
        order = order.Dequeue(out var oldest);
        return new(known.Remove(oldest), order, _count);
    }
}
