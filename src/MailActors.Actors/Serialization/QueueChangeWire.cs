using MailActors.Actors.Serialization.Proto;
using MailActors.Domain;
using MailActors.Domain.Queue;

namespace MailActors.Actors.Serialization;

/// <summary>What was decided about queued messages, as it is on disk.</summary>
internal static class QueueChangeWire
{
    private const int ToldEnd = 1, ToldDelay = 2, Held = 3, Released = 4, SenderHeld = 5, SenderReleased = 6, Retried = 7, Cancelled = 8;

    public static QueueChangeProto ToWire(QueueChange change) => change switch
    {
        QueueChange.Told t => new() { Kind = t.OfDelay ? ToldDelay : ToldEnd, Message = t.Message.ToWire(), Recipients = { t.Recipients } },
        QueueChange.Held h => new() { Kind = h.Hold ? Held : Released, Message = h.Message.ToWire() },
        QueueChange.SenderHeld s => new() { Kind = s.Hold ? SenderHeld : SenderReleased, Account = s.Account.Value },
        QueueChange.Retried r => new() { Kind = Retried, Message = r.Message.ToWire(), At = r.At },
        QueueChange.Cancelled c => new() { Kind = Cancelled, Message = c.Message.ToWire(), Recipients = { c.Recipients } },
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    public static QueueChange ToChange(QueueChangeProto p) => p.Kind switch
    {
        ToldEnd or ToldDelay => new QueueChange.Told(p.Message.ToQueueId(), p.Kind == ToldDelay, [.. p.Recipients]),
        Held or Released => new QueueChange.Held(p.Message.ToQueueId(), p.Kind == Held),
        SenderHeld or SenderReleased => new QueueChange.SenderHeld(new AccountId(p.Account), p.Kind == SenderHeld),
        Retried => new QueueChange.Retried(p.Message.ToQueueId(), p.At),
        Cancelled => new QueueChange.Cancelled(p.Message.ToQueueId()) { Recipients = [.. p.Recipients] },
        _ => throw new FormatException($"{p.Kind} is no change."),
    };
}
