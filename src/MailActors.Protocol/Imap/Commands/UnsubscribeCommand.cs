namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9051 §6.3.8.</summary>
public sealed record UnsubscribeCommand(string Tag, string Mailbox) : ImapCommand(Tag);
