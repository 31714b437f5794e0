using MailActors.Domain.Blobs;
using MailActors.Protocol.Addresses;

namespace MailActors.Domain.Queue.Packing;

/// <summary>An envelope without its id. What most recipients have in common with it, or with each other, takes a bit.</summary>
internal static class EnvelopePacking
{
    public static void Write(PackWriter to, Envelope e)
    {
        to.Number(e.ReceivedAt);
        to.Flags(e.Utf8, e.ReversePath is not null, e.Handling != Handling.Ordinary);
        if (e.ReversePath is { } path) Write(to, path);
        to.Octets(e.Blob.AsSpan());
        to.Number(e.Size);
        to.Number(e.HeadLength);
        to.Number((int)e.Body);
        to.Number((int)e.Return);
        to.Text(e.EnvelopeId);
        to.NumberOrNone(e.Submitter?.Value);
        if (e.Handling != Handling.Ordinary) Write(to, e.Handling);
        to.Number(e.Recipients.Count);
        foreach (var recipient in e.Recipients) Write(to, recipient, e);
    }

    public static Envelope Read(ref PackReader from, QueueId id)
    {
        var receivedAt = from.Number();
        var flags = from.Int();
        var path = Has(flags, 1) ? Address(ref from) : null;
        var blob = BlobId.From(from.Octets(BlobId.Length));
        var size = from.Number();
        var (head, body, back) = (from.Int(), (BodyKind)from.Int(), (DsnReturn)from.Int());
        var envelopeId = from.TextOrNone();
        AccountId? submitter = from.NumberOrNone() is { } account ? new AccountId(account) : null;
        var handling = Has(flags, 2) ? ReadHandling(ref from) : Handling.Ordinary;
        var recipients = new Recipient[from.Int()];
        for (var i = 0; i < recipients.Length; i++) recipients[i] = ReadRecipient(ref from, blob, size);
        return new(id, path, blob, size, head, body, Has(flags, 0), back, envelopeId, submitter, receivedAt, recipients) { Handling = handling };
    }

    private static void Write(PackWriter to, Recipient r, Envelope e)
    {
        var (sameAddress, sameBlob) = (r.Original == r.Address, r.Blob == e.Blob && r.Size == e.Size);
        to.Flags(sameAddress, sameBlob, r.Sender is not null, r.Via is not null);
        to.Number(r.Number);
        Write(to, r.Address);
        if (!sameAddress) Write(to, r.Original);
        to.NumberOrNone(r.Account?.Value);
        to.Text(r.Folder);
        if (!sameBlob)
        {
            to.Octets(r.Blob.AsSpan());
            to.Number(r.Size);
        }

        to.Number((int)r.Notify);
        to.Text(r.OriginalRecipient);
        if (r.Sender is { } sender) Write(to, sender);
        if (r.Via is { } via) Write(to, via);
    }

    private static Recipient ReadRecipient(ref PackReader from, BlobId blob, long size)
    {
        var flags = from.Int();
        var number = from.Int();
        var address = Address(ref from);
        var original = Has(flags, 0) ? address : Address(ref from);
        AccountId? account = from.NumberOrNone() is { } value ? new AccountId(value) : null;
        var folder = from.TextOrNone();
        if (!Has(flags, 1)) (blob, size) = (BlobId.From(from.Octets(BlobId.Length)), from.Number());
        var (notify, originalRecipient) = ((DsnNotify)from.Int(), from.TextOrNone());
        var (sender, via) = (Has(flags, 2) ? Address(ref from) : null, Has(flags, 3) ? Address(ref from) : null);
        return new(number, original, address, account, folder, blob, size, notify, originalRecipient) { Sender = sender, Via = via };
    }

    private static void Write(PackWriter to, Handling h)
    {
        to.Flags(h.RequireTls, h.TlsOptional, h.DeliverBy is { Return: true }, h.DeliverBy is { Trace: true });
        to.Number((int)h.Origin);
        to.Number(h.Priority);
        to.NumberOrNone(h.ReleaseAt);
        to.NumberOrNone(h.DeliverBy?.At);
    }

    private static Handling ReadHandling(ref PackReader from)
    {
        var flags = from.Int();
        var (origin, priority, releaseAt) = ((MailOrigin)from.Int(), from.Int(), from.NumberOrNone());
        var by = from.NumberOrNone() is { } at ? new DeliverBy(at, Has(flags, 2), Has(flags, 3)) : null;
        return new() { Origin = origin, Priority = priority, ReleaseAt = releaseAt, DeliverBy = by, RequireTls = Has(flags, 0), TlsOptional = Has(flags, 1) };
    }

    private static void Write(PackWriter to, MailAddress address)
    {
        to.Text(address.LocalPart);
        to.Text(address.Domain);
    }

    private static MailAddress Address(ref PackReader from) => new(from.Text(), from.Text());

    private static bool Has(int flags, int bit) => (flags & 1 << bit) != 0;
}
