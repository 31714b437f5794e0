using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Delivery.Remote.Content;

/// <summary>Makes of a stored message the octets that go to another host. Asked once the host has said what it offers.</summary>
public interface IOutgoingContents
{
    /// <summary>Never throws for trouble of the store: that is <see cref="OutgoingContent.Later"/>.</summary>
    /// <param name="via">The address of ours it is forwarded from; null: it is not forwarded.</param>
    ValueTask<OutgoingContent> Prepare(Envelope envelope, MailAddress? via, HostOffers offers, CancellationToken cancel);
}

/// <summary>The extensions of a host that decide which octets it may be sent.</summary>
public readonly record struct HostOffers(bool EightBitMime, bool BinaryMime, bool Chunking, bool SmtpUtf8);
