namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9208 §4.1.3.</summary>
public sealed record GetQuotaRootCommand(string Tag, string Mailbox) : ImapCommand(Tag);
