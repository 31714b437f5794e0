namespace MailActors.Domain.Queue;

public abstract record QueueReply;

public static class QueueReplies
{
    /// <summary>The message is the queue's: durable, and its sender may forget it.</summary>
    public sealed record Accepted(QueueId Message) : QueueReply;

    public sealed record Rejected(QueueId Message, QueueRejection Reason) : QueueReply;

    /// <param name="Total">All messages of the partition, listed or not.</param>
    /// <param name="Next">Null: there are no more. The messages may be fewer than asked for, or none, though there are more.</param>
    public sealed record QueueListing(int Partition, int Total, IReadOnlyList<QueuedMessage> Messages, QueuePosition? Next) : QueueReply;

    /// <param name="Next">Null: all are counted.</param>
    public sealed record QueueCounted(IReadOnlyCollection<CensusLine> Lines, QueuePosition? Next) : QueueReply;

    /// <summary>Null when the partition has no such message.</summary>
    public sealed record MessageShown(QueuedMessage? Message) : QueueReply;

    /// <summary>It is durable; or the partition has no such message.</summary>
    public sealed record Operated(bool Found) : QueueReply;

    /// <summary>It is durable for so many messages.</summary>
    /// <param name="Next">Null: there are no more.</param>
    public sealed record OperatedMany(int Messages, QueuePosition? Next) : QueueReply;

    public sealed record SendersHeld(IReadOnlyCollection<AccountId> Accounts) : QueueReply;
}

/// <summary>A queued message as operators see it.</summary>
public sealed record QueuedMessage(Envelope Envelope, IReadOnlyList<RecipientState> Recipients, bool Held);

/// <param name="NextTry">Seconds since 1970 UTC; null when it waits for something else than time.</param>
public sealed record RecipientState(int Number, string Address, RecipientStatus Status, int Tries, long? NextTry, Reason? Reason);

public enum RecipientStatus
{
    /// <summary>A try is due or under way.</summary>
    Active,

    /// <summary>Put off until a time.</summary>
    Deferred,

    // 2 stands in old stores.

    /// <summary>Given up. It is kept until its sender has been told.</summary>
    Failed = 3,

    /// <summary>Delivered, and its sender, who asked for it, has still to be told.</summary>
    Delivered,
}
