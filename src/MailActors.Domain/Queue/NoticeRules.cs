namespace MailActors.Domain.Queue;

/// <summary>Whom to tell of what (RFC 3461 §4.1): never about a message with the empty reverse-path, so that no notice answers a notice.</summary>
public static class NoticeRules
{
    /// <summary>When NOTIFY is not given, failures are told.</summary>
    public static bool OfFailure(Envelope envelope, Recipient recipient) =>
        envelope.ReversePath is not null && (recipient.Notify == DsnNotify.Unspecified || recipient.Notify.HasFlag(DsnNotify.Failure));

    /// <summary>When NOTIFY is not given, delays are told as well: that is our choice.</summary>
    public static bool OfDelay(Envelope envelope, Recipient recipient) =>
        envelope.ReversePath is not null && (recipient.Notify == DsnNotify.Unspecified || recipient.Notify.HasFlag(DsnNotify.Delay));

    /// <summary>A host that offers DSN tells of the delivery itself (RFC 3461 §5.2.2). With a trace (RFC 2852 §4) every
    /// hand-over is told, and so is one to a host that will not keep the time the sender has set.</summary>
    public static bool OfSuccess(Envelope envelope, Recipient recipient, Relay? relay) =>
        envelope.ReversePath is not null && !recipient.Notify.HasFlag(DsnNotify.Never)
        && ((recipient.Notify.HasFlag(DsnNotify.Success) && relay is not { TellsSender: true }) || (relay is not null && envelope.Handling.DeliverBy is { } by && (by.Trace || !relay.KeepsTime)));
}
