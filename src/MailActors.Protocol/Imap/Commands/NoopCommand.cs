namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9051 §6.1.2.</summary>
public sealed record NoopCommand(string Tag) : ImapCommand(Tag);
