namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9051 §6.2.1.</summary>
public sealed record StartTlsCommand(string Tag) : ImapCommand(Tag);
