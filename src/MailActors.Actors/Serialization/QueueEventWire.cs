using MailActors.Actors.Serialization.Proto;
using MailActors.Domain;
using MailActors.Domain.Queue;

namespace MailActors.Actors.Serialization;

/// <summary>The events and the root of a queue partition as they are on disk.</summary>
internal static class QueueEventWire
{
    private const int Delivered = 1, Deferred = 2, Failed = 3;

    public static readonly IReadOnlyList<WireType> Types =
    [
        new WireType<QueueEvents.Batch, QueueBatchProto>(
            "qu.b1",
            b => new() { Accepted = { b.Accepted.Select(EnvelopeWire.ToWire) }, Settled = { b.Settled.Select(ToWire) }, Changes = { b.Changes.Select(QueueChangeWire.ToWire) } },
            p => new([.. p.Accepted.Select(EnvelopeWire.ToEnvelope)], [.. p.Settled.Select(ToSettlement)]) { Changes = [.. p.Changes.Select(QueueChangeWire.ToChange)] }),
        new WireType<QueueRoot, QueueRootProto>(
            "qu.r1",
            r => new()
            {
                Entries = { r.Entries.Select(ToWire) }, Settled = r.Settled.Select(id => id.Value).ToWire(), HeldSenders = { r.HeldSenders.Select(a => a.Value) },
            },
            p => new([.. p.Entries.Select(ToEntry)], [.. p.Settled.ToGuids().Select(id => new QueueId(id))])
            {
                HeldSenders = [.. p.HeldSenders.Select(a => new AccountId(a))],
            }),
    ];

    private static SettlementProto ToWire(Settlement s)
    {
        var proto = new SettlementProto { Message = s.Message.ToWire(), Recipient = s.Outcome.Recipient };
        switch (s.Outcome)
        {
            case Outcome.Delivered delivered:
                proto.Outcome = Delivered;
                if (delivered.Relay is { } relay) proto.Relay = ToWire(relay);
                break;
            case Outcome.Deferred deferred:
                (proto.Outcome, proto.Why, proto.RetryAt, proto.Untried) = (Deferred, ToWire(deferred.Reason), deferred.RetryAt, !deferred.Tried);
                break;
            case Outcome.Failed failed:
                (proto.Outcome, proto.Why) = (Failed, ToWire(failed.Reason));
                break;
        }

        return proto;
    }

    private static Settlement ToSettlement(SettlementProto p) => new(p.Message.ToQueueId(), p.Outcome switch
    {
        Delivered => new Outcome.Delivered(p.Recipient, ToRelay(p.Relay)),
        Deferred => new Outcome.Deferred(p.Recipient, ToReason(p.Why, p.Reason), p.RetryAt, !p.Untried),
        Failed => new Outcome.Failed(p.Recipient, ToReason(p.Why, p.Reason)),
        _ => throw new FormatException($"{p.Outcome} is no outcome."),
    });

    private static QueueEntryProto ToWire(QueueEntry e) => new() { Envelope = e.Envelope.ToWire(), Recipients = { e.Recipients.Select(ToWire) }, Held = e.Held };

    private static QueueEntry ToEntry(QueueEntryProto p) => new(p.Envelope.ToEnvelope(), [.. p.Recipients.Select(ToProgress)]) { Held = p.Held };

    private static RecipientProgressProto ToWire(RecipientProgress r)
    {
        var proto = new RecipientProgressProto { Number = r.Number, Status = (int)r.Status, Tries = r.Tries, DelayTold = r.DelayTold };
        if (r.NextTry is { } at) proto.NextTry = at;
        if (r.Reason is not null) proto.Why = ToWire(r.Reason);
        if (r.Relay is not null) proto.Relay = ToWire(r.Relay);
        return proto;
    }

    private static RecipientProgress ToProgress(RecipientProgressProto p) =>
        new(p.Number, (RecipientStatus)p.Status, p.Tries, p.HasNextTry ? p.NextTry : null, p.Why is null && !p.HasReason ? null : ToReason(p.Why, p.Reason))
        {
            Relay = ToRelay(p.Relay), DelayTold = p.DelayTold,
        };

    private static RelayProto ToWire(Relay r) => new() { Host = r.Host, Reply = r.Reply, TellsSender = r.TellsSender, KeepsTime = r.KeepsTime };

    private static Relay? ToRelay(RelayProto? p) => p is null ? null : new(p.Host, p.Reply, p.TellsSender) { KeepsTime = p.KeepsTime };

    private static ReasonProto ToWire(Reason r)
    {
        var proto = new ReasonProto { Status = r.Status, Text = r.Text };
        if (r.Host is not null) proto.Host = r.Host;
        return proto;
    }

    /// <param name="old">From before reasons had parts: the status, a space and the text.</param>
    private static Reason ToReason(ReasonProto? p, string old)
    {
        if (p is not null) return new(p.Status, p.Text, p.HasHost ? p.Host : null);
        var space = old.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 ? new(old[..space], old[(space + 1)..]) : new("4.0.0", old);
    }
}
