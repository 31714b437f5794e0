using System.Collections.Immutable;

namespace MailActors.Domain.Queue;

/// <summary>One partition: what it has accepted and not yet delivered, and the ids it has lately finished with, so that a repeated
/// <see cref="QueueCommands.AcceptMessage"/> is known and the message not taken twice.</summary>
public sealed record QueueState(QueueEntries Entries, RecentIds Settled)
{
    /// <summary>Ids of finished messages kept: a sender repeats within seconds, and this is minutes at full speed.</summary>
    public const int RecentLimit = 20_000;

    public static readonly QueueState Empty = new(QueueEntries.Empty, RecentIds.Empty);

    /// <summary>Whether the message was accepted before, whatever has become of it since.</summary>
    public bool Knows(QueueId message) => Entries.Contains(message) || Settled.Contains(message);

    public int Count => Entries.Count;

    public QueueEntry? Find(QueueId message) => Entries.Find(message);

    /// <summary>Accounts whose mail is held.</summary>
    public ImmutableHashSet<AccountId> HeldSenders { get; init; } = [];

    public bool IsHeld(QueueEntry entry) => entry.Held || (entry.Envelope.Submitter is { } account && HeldSenders.Contains(account));

    public QueueState Apply(QueueEvents.Batch batch)
    {
        var entries = new QueueEntries.Work(Entries);
        var settled = Settled;
        var held = HeldSenders;
        foreach (var envelope in batch.Accepted) entries.Put(QueueEntry.New(envelope));
        foreach (var (message, outcome) in batch.Settled)
            if (entries.Find(message) is { } entry) Keep(entry, entry.After(outcome));
        foreach (var change in batch.Changes)
        {
            switch (change)
            {
                case QueueChange.Told told when entries.Find(told.Message) is { } entry:
                    Keep(entry, entry.After(told));
                    break;
                case QueueChange.Held hold when entries.Find(hold.Message) is { } entry:
                    Keep(entry, entry with { Held = hold.Hold });
                    break;
                case QueueChange.Retried retried when entries.Find(retried.Message) is { } entry:
                    Keep(entry, entry.Retried(retried.At));
                    break;
                case QueueChange.Cancelled cancelled when entries.Find(cancelled.Message) is { } entry:
                    Keep(entry, cancelled.Recipients.IsEmpty ? null : entry.Without(cancelled.Recipients));
                    break;
                case QueueChange.SenderHeld sender:
                    held = sender.Hold ? held.Add(sender.Account) : held.Remove(sender.Account);
                    break;
            }
        }

        return new(entries.Done(), settled) { HeldSenders = held };

        void Keep(QueueEntry before, QueueEntry? after)
        {
            if (ReferenceEquals(before, after)) return;
            if (after is not null)
            {
                entries.Put(after);
                return;
            }

            entries.Remove(before.Envelope.Id);
            settled = settled.Add(before.Envelope.Id, RecentLimit);
        }
    }

    public QueueRoot ToRoot() => new(Entries, [.. Settled.InOrder]) { HeldSenders = [.. HeldSenders.OrderBy(a => a.Value)] };

    public static QueueState From(QueueRoot root) => new(root.Entries, root.Settled.Aggregate(RecentIds.Empty, (ids, id) => ids.Add(id, RecentLimit)))
    {
        HeldSenders = [.. root.HeldSenders],
    };
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
        if (_known.Contains(id)) return this;
        var order = _order.Enqueue(id);
        var known = _known.Add(id);
        if (_count < limit) return new(known, order, _count + 1);
        order = order.Dequeue(out var oldest);
        return new(known.Remove(oldest), order, _count);
    }
}
