namespace MailActors.Protocol.Mime;

/// <summary>All that FETCH and SEARCH want to know of a message without reading it again: made once, when the message is stored,
/// and kept beside its bytes.</summary>
/// <param name="Size">Octets of the whole message.</param>
/// <param name="Root">The structure; the root is the message itself.</param>
/// <param name="Envelope">The IMAP ENVELOPE list in wire form, parentheses included (RFC 9051 §7.5.2).</param>
/// <param name="Body">The non-extensible BODY list in wire form.</param>
/// <param name="BodyStructure">The BODYSTRUCTURE list in wire form.</param>
/// <param name="SentDate">The Date field in seconds since 1970 UTC and its own offset; null when missing or unreadable.</param>
/// <param name="Fields">Decoded values SEARCH compares (From, To, Cc, Bcc, Subject), each cut at a fixed length.</param>
/// <param name="MessageId">Without the angle brackets; empty when there is none.</param>
/// <param name="Preview">The first 200 characters of text, white space folded (RFC 8970 §3.1).</param>
public sealed record MessageSummary(
    long Size,
    MimePart Root,
    ReadOnlyMemory<byte> Envelope,
    ReadOnlyMemory<byte> Body,
    ReadOnlyMemory<byte> BodyStructure,
    SentDate? SentDate,
    SearchFields Fields,
    string MessageId,
    string Preview);

public readonly record struct SentDate(long UnixSeconds, short OffsetMinutes);

/// <summary>Decoded to Unicode (RFC 2047), addresses as "name &lt;address&gt;" joined by commas.</summary>
public sealed record SearchFields(string From, string To, string Cc, string Bcc, string Subject);

/// <summary>One part and where it lies in the message. For message/rfc822 <paramref name="Children"/> holds the one message inside;
/// for multipart its parts. Offsets count octets from the start of the message.</summary>
/// <param name="Headers">Where the part's header fields lie, the empty line behind them included.</param>
/// <param name="Content">Where its body lies.</param>
/// <param name="Type">Lower case type/subtype, "text/plain" when missing.</param>
/// <param name="Charset">Lower case; empty when there is none.</param>
/// <param name="Encoding">Lower case content-transfer-encoding; "7bit" when missing.</param>
public sealed record MimePart(
    Extent Headers,
    Extent Content,
    string Type,
    string Charset,
    string Encoding,
    IReadOnlyList<MimePart> Children)
{
    public bool IsMultipart => Type.StartsWith("multipart/", StringComparison.Ordinal);

    public bool IsMessage => Type is "message/rfc822" or "message/global";
}

public readonly record struct Extent(long Offset, long Length)
{
    public long End => Offset + Length;
}
