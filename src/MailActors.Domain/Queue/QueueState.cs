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

    public int Count => Entries.Count;

    public QueueEntry? Find(QueueId message) => Entries.GetValueOrDefault(message);

    public IEnumerable<QueueEntry> All => Entries.Values;

    public IEnumerable<QueuePosition> Positions
    {
        get
        {
            foreach (var (id, entry) in Entries) yield return new(entry.Envelope.ReceivedAt, id);
        }
    }

    /// <summary>Accounts whose mail is held.</summary>
    public ImmutableHashSet<AccountId> HeldSenders { get; init; } = [];

    public bool IsHeld(QueueEntry entry) => entry.Held || (entry.Envelope.Submitter is { } account && HeldSenders.Contains(account));

    public QueueState Apply(QueueEvents.Batch batch)
    {
        var entries = Entries.ToBuilder();
        var settled = Settled;
        var held = HeldSenders;
        foreach (var envelope in batch.Accepted) entries[envelope.Id] = QueueEntry.New(envelope);
        foreach (var (message, outcome) in batch.Settled)
            if (entries.TryGetValue(message, out var entry)) Keep(message, entry, entry.After(outcome));
        foreach (var change in batch.Changes)
        {
            switch (change)
            {
                case QueueChange.Told told when entries.TryGetValue(told.Message, out var entry):
                    Keep(told.Message, entry, entry.After(told));
                    break;
                case QueueChange.Held hold when entries.TryGetValue(hold.Message, out var entry):
                    Keep(hold.Message, entry, entry with { Held = hold.Hold });
                    break;
                case QueueChange.Retried retried when entries.TryGetValue(retried.Message, out var entry):
                    Keep(retried.Message, entry, entry.Retried(retried.At));
                    break;
                case QueueChange.Cancelled cancelled when entries.TryGetValue(cancelled.Message, out var entry):
                    Keep(cancelled.Message, entry, cancelled.Recipients.IsEmpty ? null : entry.Without(cancelled.Recipients));
                    break;
                case QueueChange.SenderHeld sender:
                    held = sender.Hold ? held.Add(sender.Account) : held.Remove(sender.Account);
                    break;
            }
        }

        return new(entries.ToImmutable(), settled) { HeldSenders = held };

        void Keep(QueueId message, QueueEntry before, QueueEntry? after)
        {
            if (ReferenceEquals(before, after)) return;
            if (after is not null)
            {
                entries[message] = after;
                return;
            }

            entries.Remove(message);
            settled = settled.Add(message, RecentLimit);
        }
    }

    public QueueRoot ToRoot() => new([.. Entries.Values], [.. Settled.InOrder]) { HeldSenders = [.. HeldSenders.OrderBy(a => a.Value)] };

    public static QueueState From(QueueRoot root) => new(
        root.Entries.ToImmutableDictionary(e => e.Envelope.Id, Due),
        root.Settled.Aggregate(RecentIds.Empty, (ids, id) => ids.Add(id, RecentLimit)))
    { HeldSenders = [.. root.HeldSenders] };

    private static QueueEntry Due(QueueEntry entry) => entry.Recipients.Any(r => r.Status == RecipientStatus.Waiting)
        ? entry with { Recipients = [.. entry.Recipients.Select(r => r.Status == RecipientStatus.Waiting ? r with { Status = RecipientStatus.Active } : r)] }
        : entry;
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
