namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9051 §6.3.13, RFC 2177. The line DONE that ends it is no command: the session reads it itself.</summary>
public sealed record IdleCommand(string Tag) : ImapCommand(Tag);
