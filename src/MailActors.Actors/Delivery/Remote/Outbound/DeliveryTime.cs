using MailActors.Domain.Queue;
using MailActors.Protocol.Smtp.Client;

namespace MailActors.Actors.Delivery.Remote.Outbound;

/// <summary>Whether a message that is to be returned when it is late (RFC 2852, mode R) may go to a host. Mode N goes anywhere.</summary>
internal static class DeliveryTime
{
    private static readonly Reason NotKept = new("5.3.3", "The sender set a time for its delivery, and the next host does not keep such times (it offers no DELIVERBY).");

    private static readonly Reason TooSoon = new("5.4.7", "The time its sender set for its delivery is too short for the next host.");

    /// <param name="isMailbox">Behind the host is the mailbox itself (LMTP): taking it is the delivery.</param>
    /// <param name="now">Seconds since 1970 UTC.</param>
    /// <returns>Null: it may.</returns>
    public static Reason? Refusal(Envelope envelope, RemoteExtensions offers, bool isMailbox, long now)
    {
        if (envelope.Handling.DeliverBy is not { Return: true } by) return null;
        // RFC 2852 §4.1.4: not to a host that could not return it, nor with less time than the host asks for.
        if (by.At <= now) return QueueEntry.TooLate;
        if (!offers.DeliverBy) return isMailbox ? null : NotKept;
        return by.At - now < offers.MinDeliverBy ? TooSoon : null;
    }
}
