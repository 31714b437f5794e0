namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9051 §6.3.7.</summary>
public sealed record SubscribeCommand(string Tag, string Mailbox) : ImapCommand(Tag);
