using Google.Protobuf;
using MailActors.Actors.Serialization.Proto;
using MailActors.Domain;
using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Serialization;

/// <summary>An envelope and its recipients as they are in the journal. A recipient's blob is written only where it differs from the envelope's.</summary>
internal static class EnvelopeWire
{
    public static ByteString ToWire(this QueueId id) => new[] { id.Value }.ToWire();

    public static QueueId ToQueueId(this ByteString bytes) => bytes.ToGuids() is [var id] ? new(id) : throw new FormatException($"{bytes.Length} octets are no queue id.");

    public static EnvelopeProto ToWire(this Envelope e)
    {
        var proto = new EnvelopeProto
        {
            Id = e.Id.ToWire(), ReversePath = e.ReversePath?.ToWire(), Blob = e.Blob.ToWire(), Size = e.Size, HeadLength = e.HeadLength, Body = (int)e.Body,
            Utf8 = e.Utf8, Return = (int)e.Return, Submitter = e.Submitter?.Value ?? 0, ReceivedAt = e.ReceivedAt,
        };
        if (e.EnvelopeId is not null) proto.EnvelopeId = e.EnvelopeId;
        if (e.Handling != Handling.Ordinary) proto.Handling = e.Handling.ToWire();
        foreach (var recipient in e.Recipients) proto.Recipients.Add(recipient.ToWire(e.Blob));
        return proto;
    }

    public static Envelope ToEnvelope(this EnvelopeProto p)
    {
        var blob = p.Blob.ToBlobId();
        return new(
            p.Id.ToQueueId(), p.ReversePath?.ToAddress(), blob, p.Size, p.HeadLength, (BodyKind)p.Body, p.Utf8, (DsnReturn)p.Return,
            p.HasEnvelopeId ? p.EnvelopeId : null, p.Submitter == 0 ? null : new AccountId(p.Submitter), p.ReceivedAt,
            [.. p.Recipients.Select(r => r.ToRecipient(blob))])
        { Handling = p.Handling?.ToHandling() ?? Handling.Ordinary };
    }

    private static RecipientProto ToWire(this Recipient r, BlobId blobOfEnvelope)
    {
        var proto = new RecipientProto
        {
            Number = r.Number, Original = r.Original.ToWire(), Address = r.Address.ToWire(), Account = r.Account?.Value ?? 0,
            Blob = r.Blob == blobOfEnvelope ? ByteString.Empty : r.Blob.ToWire(), Size = r.Size, Notify = (int)r.Notify,
        };
        if (r.Folder is not null) proto.Folder = r.Folder;
        if (r.OriginalRecipient is not null) proto.OriginalRecipient = r.OriginalRecipient;
        if (r.Sender is { } sender) proto.Sender = sender.ToWire();
        if (r.Via is { } via) proto.Via = via.ToWire();
        return proto;
    }

    private static Recipient ToRecipient(this RecipientProto p, BlobId blobOfEnvelope) => new(
        p.Number, p.Original.ToAddress(), p.Address.ToAddress(), p.Account == 0 ? null : new AccountId(p.Account), p.HasFolder ? p.Folder : null,
        p.Blob.IsEmpty ? blobOfEnvelope : p.Blob.ToBlobId(), p.Size, (DsnNotify)p.Notify, p.HasOriginalRecipient ? p.OriginalRecipient : null)
    { Sender = p.Sender?.ToAddress(), Via = p.Via?.ToAddress() };

    private static HandlingProto ToWire(this Handling h)
    {
        var proto = new HandlingProto { Origin = (int)h.Origin, Priority = h.Priority, RequireTls = h.RequireTls, TlsOptional = h.TlsOptional };
        if (h.ReleaseAt is { } release) proto.ReleaseAt = release;
        if (h.DeliverBy is { } by) (proto.DeliverBy, proto.ReturnWhenLate, proto.Trace) = (by.At, by.Return, by.Trace);
        return proto;
    }

    private static Handling ToHandling(this HandlingProto p) => new()
    {
        Origin = (MailOrigin)p.Origin, Priority = p.Priority, ReleaseAt = p.HasReleaseAt ? p.ReleaseAt : null,
        DeliverBy = p.HasDeliverBy ? new(p.DeliverBy, p.ReturnWhenLate, p.Trace) : null, RequireTls = p.RequireTls, TlsOptional = p.TlsOptional,
    };

    private static AddressProto ToWire(this MailAddress address) => new() { LocalPart = address.LocalPart, Domain = address.Domain };

    private static MailAddress ToAddress(this AddressProto? p) => p is null ? throw new FormatException("An address is missing.") : new(p.LocalPart, p.Domain);
}
