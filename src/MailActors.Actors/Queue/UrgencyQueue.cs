using MailActors.Domain.Queue;

namespace MailActors.Actors.Queue;

/// <summary>Messages that wait for room: the urgent first (RFC 6710), within one priority the oldest.</summary>
internal sealed class UrgencyQueue
{
    private readonly SortedDictionary<int, PriorityQueue<QueueId, long>> _levels = new(Comparer<int>.Create((a, b) => b.CompareTo(a)));
    private readonly PriorityTurns _turns = new();

    public void Add(Envelope envelope)
    {
        if (!_levels.TryGetValue(envelope.Handling.Priority, out var level)) _levels[envelope.Handling.Priority] = level = new();
        level.Enqueue(envelope.Id, envelope.Since);
    }

    public bool IsEmpty => _levels.Count == 0;

    public bool TryTake(out QueueId message)
    {
        message = default;
        if (IsEmpty) return false;
        var priority = _turns.Next(_levels.Keys);
        message = _levels[priority].Dequeue();
        if (_levels[priority].Count == 0) _levels.Remove(priority);
        return true;
    }
}
