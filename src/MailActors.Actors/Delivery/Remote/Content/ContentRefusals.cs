using MailActors.Domain.Queue;
using MailActors.Protocol.Mime.Transport;

namespace MailActors.Actors.Delivery.Remote.Content;

/// <summary>The words for what can't be sent (RFC 3463 §3.7, RFC 6531 §3.5).</summary>
internal static class ContentRefusals
{
    public static readonly Reason SenderUtf8 = new("5.6.7", "The sender's address has characters that the next host can't take: it offers no SMTPUTF8.");

    public static readonly Reason Missing = new("4.3.0", "The stored message can't be found.");

    public static readonly Reason Unreadable = new("4.3.0", "The stored message can't be read now.");

    public static Reason Of(TransportFault fault) => fault switch
    {
        TransportFault.Signed => new("5.6.3", "The next host can't take the message as it is, and changing it would break its signature."),
        TransportFault.HeaderUtf8 => new("5.6.9", "The message has characters in its header that the next host can't take: it offers no SMTPUTF8."),
        TransportFault.HeaderOctets => new("5.6.3", "The message has octets above 127 in its header, and the next host offers no 8BITMIME."),
        TransportFault.HeaderLine => new("5.6.0", "A header line of the message is longer than mail allows and can't be folded."),
        TransportFault.UnknownEncoding => new("5.6.3", "The message must be converted for the next host, and a part of it is in an unknown encoding."),
        _ => new("5.6.3", "The message must be converted for the next host, and that can't be done outside of its parts."),
    };
}
