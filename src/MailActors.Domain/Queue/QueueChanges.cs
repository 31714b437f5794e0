using System.Collections.Immutable;

namespace MailActors.Domain.Queue;

/// <summary>What was decided about a message, other than by a try to deliver it.</summary>
public abstract record QueueChange
{
    private QueueChange() { }

    /// <summary>The sender knows: of a delay, so that it is told once; otherwise of the end, and the recipients leave the queue.</summary>
    public sealed record Told(QueueId Message, bool OfDelay, ImmutableArray<int> Recipients) : QueueChange;

    /// <summary>Nothing of it is delivered until it is released.</summary>
    public sealed record Held(QueueId Message, bool Hold) : QueueChange;

    /// <summary>All that the account has sent and will send is held until the account is released.</summary>
    public sealed record SenderHeld(AccountId Account, bool Hold) : QueueChange;

    /// <summary>Due at once, whatever its next try was to be.</summary>
    /// <param name="At">Seconds since 1970 UTC.</param>
    public sealed record Retried(QueueId Message, long At) : QueueChange;

    /// <summary>Taken out of the queue, and nobody is told.</summary>
    public sealed record Cancelled(QueueId Message) : QueueChange
    {
        /// <summary>Only these; none: all.</summary>
        public ImmutableArray<int> Recipients { get; init; } = [];
    }
}
