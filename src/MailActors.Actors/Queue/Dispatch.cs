using MailActors.Domain.Queue;

namespace MailActors.Actors.Queue;

/// <summary>What of a partition is due when, and what has been handed to those who deliver. For other hosts only a bounded number of recipients is
/// handed on, first tries and later ones each with room of their own, so that neither holds up the other, and no domain with all of it; the rest waits here
/// in the order it fell due.</summary>
internal sealed class Dispatch(QueueSettings settings)
{
    private readonly PriorityQueue<(QueueId Message, int Recipient), long> _local = new();
    private readonly PriorityQueue<QueueId, long> _later = new();
    private readonly UrgencyQueue _fresh = new();
    private readonly Dictionary<(QueueId Message, int Recipient), Handed> _handed = [];
    private readonly RemoteWindow _firstTries = new(settings.MaxRemote, settings.MaxRemotePerDomain);
    private readonly RemoteWindow _retries = new(settings.MaxRemoteRetries, settings.MaxRemotePerDomain);

    public bool IsHanded(QueueId message, int recipient) => _handed.ContainsKey((message, recipient));

    public bool AnyHanded(QueueEntry entry)
    {
        foreach (var r in entry.Recipients)
            if (_handed.ContainsKey((entry.Envelope.Id, r.Number))) return true;
        return false;
    }

    /// <summary>When to look again; null when nothing waits for time.</summary>
    public long? Next
    {
        get
        {
            long? next = _local.TryPeek(out _, out var local) ? local : null;
            if (_retries.HasRoom && _later.TryPeek(out _, out var later) && !(next < later)) next = later;
            return next;
        }
    }

    /// <summary>A recipient for a later time.</summary>
    public void AwaitLocal(QueueId message, int recipient, long at) => _local.Enqueue((message, recipient), at);

    /// <summary>A message with recipients at other hosts, for a later time.</summary>
    public void AwaitRemote(QueueId message, long at) => _later.Enqueue(message, at);

    /// <summary>A message with recipients at other hosts that have never been tried.</summary>
    public void AddFresh(Envelope envelope) => _fresh.Add(envelope);

    public bool TakeLocal(long now, out (QueueId Message, int Recipient) due)
    {
        if (_local.TryPeek(out due, out var at) && at <= now)
        {
            _local.Dequeue();
            return true;
        }

        return false;
    }

    public bool TakeFresh(out QueueId message)
    {
        if (_firstTries.HasRoom) return _fresh.TryTake(out message);
        message = default;
        return false;
    }

    public bool TakeLater(long now, out QueueId message)
    {
        if (_retries.HasRoom && _later.TryPeek(out message, out var at) && at <= now)
        {
            _later.Dequeue();
            return true;
        }

        message = default;
        return false;
    }

    /// <summary>A message that was parked, and its domain that has room now.</summary>
    public bool TakeParked(bool first, out QueueId message, out string domain) => Window(first).TakeParked(out message, out domain);

    /// <summary>False: recipients of this domain have to be parked.</summary>
    public bool HasRoomFor(string domain, bool first) => Window(first).HasRoomFor(domain);

    public void Park(Envelope envelope, string domain, bool first) => Window(first).Park(domain, envelope);

    public void HandLocal(QueueId message, int recipient) => _handed[(message, recipient)] = new(null, "");

    public void HandRemote(QueueId message, int recipient, string domain, bool first)
    {
        if (_handed.TryAdd((message, recipient), new(Window(first), domain))) Window(first).Hand(domain);
    }

    public void Back(QueueId message, int recipient)
    {
        if (_handed.Remove((message, recipient), out var one)) one.Window?.Back(one.Domain);
    }

    /// <summary>The messages somebody has in hand.</summary>
    public IReadOnlyCollection<QueueId> HandedMessages() => _handed.Keys.Select(one => one.Message).ToHashSet();

    /// <summary>The courier for other hosts was told to drop the message.</summary>
    public void Withdraw(QueueId message)
    {
        foreach (var one in _handed.Where(h => h.Key.Message == message && h.Value.Window is not null).Select(h => h.Key).ToList()) Back(one.Message, one.Recipient);
    }

    /// <summary>The messages of which a courier that died had something in hand; none is in hand any more.</summary>
    public IReadOnlyList<QueueId> TakeBack(bool local)
    {
        var lost = _handed.Where(h => h.Value.Window is null == local).Select(h => h.Key).ToList();
        foreach (var (message, recipient) in lost) Back(message, recipient);
        return [.. lost.Select(one => one.Message).Distinct()];
    }

    private RemoteWindow Window(bool first) => first ? _firstTries : _retries;

    /// <param name="Window">Null: to a mailbox of ours.</param>
    private readonly record struct Handed(RemoteWindow? Window, string Domain);
}
