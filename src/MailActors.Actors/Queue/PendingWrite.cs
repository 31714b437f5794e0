using Akka.Actor;
using MailActors.Domain.Queue;
using Envelope = MailActors.Domain.Queue.Envelope;

namespace MailActors.Actors.Queue;

/// <summary>What a partition has still to make durable, and who waits for it. At most one write is under way.</summary>
internal sealed class PendingWrite(int maxBatch)
{
    private readonly List<(Envelope Envelope, IActorRef Sender)> _arrived = [];
    private readonly List<Settlement> _outcomes = [];
    private readonly List<QueueChange> _changes = [];
    private readonly List<(IActorRef Asker, QueueReply Reply)> _asking = [];
    private List<(Envelope Envelope, IActorRef Sender)> _writing = [];
    private readonly List<QueueId> _recalls = [];
    private List<(IActorRef Asker, QueueReply Reply)> _asked = [];

    public bool IsUnderWay { get; private set; }

    /// <summary>Messages not durable yet.</summary>
    public int Messages => _arrived.Count + _writing.Count;

    public bool HasArrivals => _arrived.Count > 0;

    /// <summary>What may wait for others to share a write.</summary>
    public int Settlements => _outcomes.Count + _changes.Count;

    public bool IsEmpty => !HasArrivals && Settlements == 0 && _asking.Count == 0;

    public void Arrive(Envelope envelope, IActorRef sender) => _arrived.Add((envelope, sender));

    public void Settle(QueueId message, Outcome outcome) => _outcomes.Add(new(message, outcome));

    public void Change(QueueChange change) => _changes.Add(change);

    /// <summary>Messages that whoever has them in hand is to give back, now that the write under way is durable.</summary>
    public IReadOnlyList<QueueId> Recalled { get; private set; } = [];

    public void Recall(QueueId message) => _recalls.Add(message);

    /// <summary>To be told when all that is here now is durable.</summary>
    public void Ask(IActorRef sender, QueueReply reply) => _asking.Add((sender, reply));

    /// <summary>All that waits as one event, up to the limit of arrivals; null when there is nothing new in it.</summary>
    public QueueEvents.Batch? Take(QueueState state)
    {
        IsUnderWay = true;
        var taken = Math.Min(_arrived.Count, maxBatch);
        _writing = _arrived.GetRange(0, taken);
        _arrived.RemoveRange(0, taken);
        _asked = [.. _asking];
        _asking.Clear();
        Recalled = [.. _recalls];
        _recalls.Clear();
        var batch = new QueueEvents.Batch(
            [.. _writing.Select(a => a.Envelope).Where(e => !state.Knows(e.Id)).DistinctBy(e => e.Id)], [.. _outcomes]) { Changes = [.. _changes] };
        _outcomes.Clear();
        _changes.Clear();
        return batch.Accepted.IsEmpty && batch.Settled.IsEmpty && batch.Changes.IsEmpty ? null : batch;
    }

    /// <summary>It is durable: tells those who wait.</summary>
    public void Done()
    {
        IsUnderWay = false;
        foreach (var (envelope, sender) in _writing) sender.Tell(new QueueReplies.Accepted(envelope.Id));
        foreach (var (asker, reply) in _asked) asker.Tell(reply);
        _writing = [];
        _asked = [];
    }

    public void Refuse(QueueRejection reason)
    {
        foreach (var (envelope, sender) in _writing.Concat(_arrived)) sender.Tell(new QueueReplies.Rejected(envelope.Id, reason));
        _writing = [];
        _arrived.Clear();
    }
}
