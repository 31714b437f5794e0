using System.Collections.Immutable;
using MailActors.Domain.Queue;

namespace MailActors.Actors.Delivery.Remote;

/// <summary>Delivery of messages to other hosts, as a queue partition and its courier speak of it.</summary>
public static class RemoteDelivery
{
    /// <summary>The recipients of one message that are due in one domain. Answered by one or more <see cref="Finished"/> that together name each
    /// of them once.</summary>
    /// <param name="Domain">Of the recipients, as in their addresses.</param>
    /// <param name="Tries">Made before this one, the most of any of them.</param>
    public sealed record Deliver(Envelope Envelope, string Domain, ImmutableArray<int> Recipients, int Tries);

    public sealed record Finished(QueueId Message, ImmutableArray<Outcome> Outcomes);

    /// <summary>The message is held or cancelled: what has not begun is dropped and not answered; what is under way is finished.</summary>
    public sealed record Withdraw(QueueId Message);

    /// <summary>The partition is about to stop: nothing more is begun, what waits is dropped and not answered, what is under way is finished and
    /// answered. Then comes <see cref="Drained"/>.</summary>
    public sealed record Drain
    {
        public static readonly Drain Instance = new();
    }

    public sealed record Drained
    {
        public static readonly Drained Instance = new();
    }
}
