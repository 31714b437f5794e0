namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9051 §6.3.11.</summary>
public sealed record StatusCommand(string Tag, string Mailbox, StatusItems Items) : ImapCommand(Tag);

/// <summary>In the order in which they are written.</summary>
[Flags]
public enum StatusItems
{
    None = 0,
    Messages = 1,
    Recent = 2,
    UidNext = 4,
    UidValidity = 8,
    Unseen = 16,

    /// <summary>RFC 9051 §6.3.11: messages with \Deleted.</summary>
    Deleted = 32,

    /// <summary>RFC 8438: octets.</summary>
    Size = 64,

    /// <summary>RFC 7162 §3.1.7; asking for it enables CONDSTORE.</summary>
    HighestModSeq = 128,

    /// <summary>RFC 7889 §3.1.</summary>
    AppendLimit = 256,

    /// <summary>RFC 9208 §4.1.4: octets that would come back if the deleted were expunged.</summary>
    DeletedStorage = 512,
}
