using System.Collections.Immutable;

namespace MailActors.Domain.Queue;

/// <summary>What happened in a partition. One event holds all that one write made durable: one row serves many messages.</summary>
public abstract record QueueEvent;

public static class QueueEvents
{
    /// <param name="Accepted">Each of them was answered <c>250</c> after this event.</param>
    public sealed record Batch(ImmutableArray<Envelope> Accepted, ImmutableArray<Settlement> Settled) : QueueEvent
    {
        /// <summary>Applied after the settlements.</summary>
        public ImmutableArray<QueueChange> Changes { get; init; } = [];
    }
}

/// <summary>What became of one recipient of one message.</summary>
public sealed record Settlement(QueueId Message, Outcome Outcome);

/// <summary>The whole partition at one moment, for the snapshot store.</summary>
public sealed record QueueRoot(QueueEntries Entries, ImmutableArray<QueueId> Settled)
{
    public ImmutableArray<AccountId> HeldSenders { get; init; } = [];
}
