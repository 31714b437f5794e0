using System.Buffers.Binary;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using MailActors.Domain.Queue;

namespace MailActors.Actors.Delivery;

/// <summary>Delivery of one message to one mailbox of ours.</summary>
public static class LocalDelivery
{
    /// <param name="Tries">Made before this one.</param>
    public sealed record Deliver(Envelope Envelope, Recipient Recipient, int Tries);

    public sealed record Finished(QueueId Message, Outcome Outcome);

    /// <summary>The id of the delivery, the same at every try: the mailbox takes it once.</summary>
    public static CommandId IdOf(QueueId message, int recipient)
    {
        Span<byte> bytes = stackalloc byte[16];
        message.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        var low = bytes[12..];
        BinaryPrimitives.WriteUInt32BigEndian(low, BinaryPrimitives.ReadUInt32BigEndian(low) ^ (uint)recipient);
        return new(new Guid(bytes, bigEndian: true));
    }

    public static MailboxCommands.DeliverMessage CommandFor(Deliver deliver) => new(
        deliver.Recipient.Account ?? throw new ArgumentException("Not a local recipient."),
        IdOf(deliver.Envelope.Id, deliver.Recipient.Number),
        new(deliver.Recipient.Blob, deliver.Recipient.Size, deliver.Envelope.Since, FlagSet.Empty),
        deliver.Recipient.Folder);

    /// <summary>What the mailbox's answer means for the recipient. Only a mailbox that is gone for good fails a delivery; every other reason may pass.</summary>
    /// <param name="spread">From 0 to 1, by chance.</param>
    public static Outcome OutcomeOf(MailboxReply reply, Deliver deliver, RetrySchedule schedule, RetrySchedule whenUnavailable, DateTimeOffset now, double spread)
    {
        var recipient = deliver.Recipient.Number;
        if (reply is not MailboxReplies.Rejected { Reason: var reason }) return new Outcome.Delivered(recipient);
        if (reason == MailboxRejection.Removed) return new Outcome.Failed(recipient, new("5.1.1", "The account has been removed."));
        if (schedule.IsOver(deliver.Envelope.Since, now)) return new Outcome.Failed(recipient, Words(reason).GivenUpAfter(schedule.GiveUp));
        var passing = reason is MailboxRejection.Unavailable or MailboxRejection.StorageFull;
        var wait = (passing ? whenUnavailable : schedule).Wait(deliver.Tries, spread);
        return new Outcome.Deferred(recipient, Words(reason), (now + wait).ToUnixTimeSeconds());
    }

    private static Reason Words(MailboxRejection reason) => reason switch
    {
        MailboxRejection.OverQuota => new("4.2.2", "The mailbox is full."),
        MailboxRejection.StorageFull => new("4.3.1", "The disk is full."),
        MailboxRejection.Unavailable => new("4.3.0", "The mailbox does not answer."),
        MailboxRejection.NoMoreUids => new("4.2.0", "The folder takes no more messages."),
        _ => new("4.2.0", $"The mailbox refused ({reason})."),
    };
}
