using System.Collections.Immutable;

namespace MailActors.Domain.Queue.Packing;

/// <summary>An entry in a sixth of the room it takes as objects: most of a large queue waits for hours, and only what is due is looked at. This form never
/// leaves the process.</summary>
internal readonly struct PackedEntry
{
    private readonly byte[] _octets;

    private PackedEntry(byte[] octets) => _octets = octets;

    /// <summary>Seconds since 1970 UTC.</summary>
    public long ReceivedAt => new PackReader(_octets).Number();

    public static PackedEntry Of(QueueEntry entry)
    {
        var to = new PackWriter();
        EnvelopePacking.Write(to, entry.Envelope);
        to.Flags(entry.Held);
        to.Number(entry.Recipients.Length);
        foreach (var progress in entry.Recipients) Write(to, progress);
        return new(to.ToArray());
    }

    public QueueEntry Entry(QueueId id)
    {
        var from = new PackReader(_octets);
        var envelope = EnvelopePacking.Read(ref from, id);
        var held = from.Int() != 0;
        var recipients = ImmutableArray.CreateBuilder<RecipientProgress>(from.Int());
        while (recipients.Count < recipients.Capacity) recipients.Add(Progress(ref from));
        return new(envelope, recipients.MoveToImmutable()) { Held = held };
    }

    private static void Write(PackWriter to, RecipientProgress r)
    {
        to.Flags(r.DelayTold, r.Reason is not null, r.Relay is not null, r.Relay is { TellsSender: true });
        to.Number(r.Number);
        to.Number((int)r.Status);
        to.Number(r.Tries);
        to.NumberOrNone(r.NextTry);
        if (r.Reason is { } reason)
        {
            to.Text(reason.Status);
            to.Text(reason.Text);
            to.Text(reason.Host);
        }

        if (r.Relay is not { } relay) return;
        to.Text(relay.Host);
        to.Text(relay.Reply);
    }

    private static RecipientProgress Progress(ref PackReader from)
    {
        var flags = from.Int();
        var progress = new RecipientProgress(
            from.Int(), (RecipientStatus)from.Int(), from.Int(), from.NumberOrNone(), (flags & 2) != 0 ? new(from.Text(), from.Text(), from.TextOrNone()) : null)
        { DelayTold = (flags & 1) != 0 };
        return (flags & 4) != 0 ? progress with { Relay = new(from.Text(), from.Text(), (flags & 8) != 0) } : progress;
    }
}
