namespace MailActors.Protocol.Imap.Commands;

/// <summary>One thing FETCH asks for.</summary>
public abstract record FetchItem
{
    private FetchItem() { }

    public sealed record Attribute(FetchAttribute Name) : FetchItem;

    /// <summary>BODY[…] and BODY.PEEK[…] (RFC 9051 §6.4.5.1).</summary>
    public sealed record Body(BodySection Section, PartialRange? Partial, bool Peek) : FetchItem;

    /// <summary>BINARY[…] and BINARY.PEEK[…] (RFC 3516 §4.2): decoded from its transfer encoding.</summary>
    /// <param name="Part">Part numbers from 1; empty for the whole message.</param>
    public sealed record Binary(PartNumber Part, PartialRange? Partial, bool Peek) : FetchItem;

    /// <summary>BINARY.SIZE[…] (RFC 3516 §4.3).</summary>
    public sealed record BinarySize(PartNumber Part) : FetchItem;
}

public enum FetchAttribute
{
    Uid,
    Flags,
    InternalDate,
    Rfc822Size,
    Envelope,

    /// <summary>BODY without section: BODYSTRUCTURE without extension data.</summary>
    Body,
    BodyStructure,
    ModSeq,

    /// <summary>RFC 3501 only: BODY[], BODY.PEEK[HEADER] and BODY[TEXT] under other names. RFC822 and RFC822.TEXT set \Seen.</summary>
    Rfc822,
    Rfc822Header,
    Rfc822Text,
}

/// <summary>&lt;offset.count&gt;, in octets.</summary>
public readonly record struct PartialRange(uint Offset, uint Count);
