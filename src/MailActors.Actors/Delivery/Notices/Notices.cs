using System.Collections.Immutable;
using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Delivery.Notices;

/// <summary>Telling senders what became of their mail (RFC 3461), as a queue partition and its notifier speak of it.</summary>
public static class Notices
{
    /// <summary>One notice about one message. Answered by <see cref="Told"/> when the notice is durable in the queue, or need not be sent
    /// (null reverse-path, NOTIFY=NEVER); by <see cref="NotTold"/> when it can't be made now.</summary>
    public sealed record Tell(Envelope Envelope, NoticeKind Kind, ImmutableArray<NoticeItem> Items)
    {
        /// <summary>The marked reverse-path (XVERP) that all its recipients have; null: that of the envelope.</summary>
        public MailAddress? Marked { get; init; }

        /// <summary>Whom to tell; null: nobody.</summary>
        public MailAddress? Sender => Envelope.ReversePath is null ? null : Marked ?? Envelope.ReversePath;
    }

    public sealed record Told(QueueId Message, NoticeKind Kind, ImmutableArray<int> Recipients)
    {
        public MailAddress? Marked { get; init; }
    }

    public sealed record NotTold(QueueId Message, NoticeKind Kind, ImmutableArray<int> Recipients)
    {
        public MailAddress? Marked { get; init; }
    }

    /// <param name="Reason">Of a failure or delay.</param>
    /// <param name="Relay">Of a success at another host.</param>
    /// <param name="RetryUntil">Of a delay: when it will be given up. Seconds since 1970 UTC.</param>
    public sealed record NoticeItem(int Recipient, Reason? Reason, Relay? Relay, long? RetryUntil);

    public enum NoticeKind
    {
        Failure,
        Delay,
        Success,
    }
}
