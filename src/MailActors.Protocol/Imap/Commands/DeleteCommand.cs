namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9051 §6.3.5.</summary>
public sealed record DeleteCommand(string Tag, string Mailbox) : ImapCommand(Tag);
